namespace QualitySuite.Monitor.Removals;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Warning, "Removing what belongs to removed generations failed; trying again in seconds.")]
    public static partial void PassFailed(this ILogger logger, Exception exception);
}
