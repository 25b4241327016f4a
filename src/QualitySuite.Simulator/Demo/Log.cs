namespace QualitySuite.Simulator.Demo;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Importing a history of {Generations} generations over {Days} days (resuming: {IsResumed})")]
    public static partial void HistoryBegins(this ILogger logger, int generations, double days, bool isResumed);

    [LoggerMessage(2, LogLevel.Information, "Imported {Imported} of {Generations} generations, {Rate:F1} images/s")]
    public static partial void HistoryProgress(this ILogger logger, long imported, int generations, double rate);

    [LoggerMessage(3, LogLevel.Information, "The history is there: {Imported} generations in {Seconds:F1} s, {Rate:F1} images/s")]
    public static partial void HistoryDone(this ILogger logger, long imported, double seconds, double rate);

    [LoggerMessage(4, LogLevel.Information, "The history of {Generations} generations was imported before")]
    public static partial void HistoryIsThere(this ILogger logger, int generations);

    [LoggerMessage(5, LogLevel.Information, "Going on live, one visit every {Interval} or so")]
    public static partial void LiveBegins(this ILogger logger, TimeSpan interval);

    [LoggerMessage(6, LogLevel.Warning, "The Feedback API cannot be used at the moment, trying again in {Pause}: {Reason}")]
    public static partial void Unreachable(this ILogger logger, TimeSpan pause, string reason);

    [LoggerMessage(7, LogLevel.Warning, "The Feedback API refused a call: {Reason}")]
    public static partial void Refused(this ILogger logger, string reason);
}
