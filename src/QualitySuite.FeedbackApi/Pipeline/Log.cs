namespace QualitySuite.FeedbackApi.Pipeline;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Warning, "Redis did not take generation {GenerationId}; the relay will send it.")]
    public static partial void LeftToTheRelay(this ILogger logger, Exception exception, Guid generationId);
}
