namespace QualitySuite.Monitor.Relay;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Information, "Sent {Count} images to the scoring queue again.")]
    public static partial void SentAgain(this ILogger logger, int count);

    [LoggerMessage(LogLevel.Warning, "A pass of the relay failed; the next one tries again.")]
    public static partial void PassFailed(this ILogger logger, Exception exception);
}
