namespace QualitySuite.Monitor.Retention;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Information, "Retention: {Generations} generations with {Reactions} rows of feedback and events, {Images} images and {Windows} windows of set metrics had been kept for their time.")]
    public static partial void PassDone(this ILogger logger, long generations, long reactions, long images, long windows);

    [LoggerMessage(LogLevel.Warning, "A pass of retention failed; the next one tries again.")]
    public static partial void PassFailed(this ILogger logger, Exception exception);
}
