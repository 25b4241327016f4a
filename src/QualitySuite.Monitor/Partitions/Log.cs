namespace QualitySuite.Monitor.Partitions;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Information, "Made {Count} month partitions.")]
    public static partial void PartitionsMade(this ILogger logger, int count);

    [LoggerMessage(LogLevel.Warning, "Making month partitions failed; trying again in a minute.")]
    public static partial void PartitionsFailed(this ILogger logger, Exception exception);
}
