namespace QualitySuite.Monitor.SetMetrics;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Debug, "Counted {Days} days anew and computed {Windows} windows in {Seconds:0.0} s.")]
    public static partial void PassDone(this ILogger logger, int days, int windows, double seconds);

    [LoggerMessage(LogLevel.Warning, "The set metrics of {Day:yyyy-MM-dd} under encoder {Encoder} cannot be computed.")]
    public static partial void WindowUnusable(this ILogger logger, DateTimeOffset day, string encoder, Exception exception);

    [LoggerMessage(LogLevel.Warning, "The embeddings of {Day:yyyy-MM-dd} could not be counted; the next recount tries again.")]
    public static partial void DayNotCounted(this ILogger logger, DateTimeOffset day, Exception exception);

    [LoggerMessage(LogLevel.Warning, "The days that have embeddings could not be listed; the next pass tries again. Until then nothing that was deleted is seen.")]
    public static partial void DaysNotListed(this ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Warning, "A pass over the set metrics failed; the next one tries again.")]
    public static partial void PassFailed(this ILogger logger, Exception exception);
}
