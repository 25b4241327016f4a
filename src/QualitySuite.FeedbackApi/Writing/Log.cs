namespace QualitySuite.FeedbackApi.Writing;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Warning, "What waits for its generation was not looked at: the database cannot be reached.")]
    public static partial void HeldRowsWait(this ILogger logger, Exception exception);
}
