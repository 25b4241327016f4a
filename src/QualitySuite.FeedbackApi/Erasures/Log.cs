namespace QualitySuite.FeedbackApi.Erasures;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Information, "Erasure {Id} is done.")]
    public static partial void Erased(this ILogger logger, Guid id);

    [LoggerMessage(LogLevel.Error, "A pass over the erasures failed; the next one goes on with them.")]
    public static partial void PassFailed(this ILogger logger, Exception exception);
}
