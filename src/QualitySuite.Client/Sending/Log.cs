using Microsoft.Extensions.Logging;

namespace QualitySuite.Client.Sending;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "{Count} items could not be sent and are sent again in {Pause}: {Reason}")]
    public static partial void SendingAgain(this ILogger logger, int count, TimeSpan pause, string reason);

    [LoggerMessage(2, LogLevel.Warning, "{Count} items of the kind {Kind} were refused for good, one of them with {Status}: {Reason}")]
    public static partial void Refused(this ILogger logger, int count, string kind, int status, string reason);

    [LoggerMessage(3, LogLevel.Warning, "No room in the queue for the kind {Kind}: items are given up. The counter qualitysuite.client.dropped has their number")]
    public static partial void QueueIsFull(this ILogger logger, string kind);

    [LoggerMessage(4, LogLevel.Warning, "{Count} items of the kind {Kind} were not sent before the end")]
    public static partial void NotSent(this ILogger logger, long count, string kind);

    [LoggerMessage(5, LogLevel.Error, "What was told of a settled item failed")]
    public static partial void CallbackFailed(this ILogger logger, Exception exception);

    [LoggerMessage(6, LogLevel.Error, "A batch of {Count} items of the kind {Kind} failed in a way that no repetition mends; it is given up")]
    public static partial void BatchFailed(this ILogger logger, Exception exception, int count, string kind);
}
