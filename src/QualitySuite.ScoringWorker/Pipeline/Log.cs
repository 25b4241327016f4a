namespace QualitySuite.ScoringWorker.Pipeline;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Warning, "{Dependency} is out; what is in hand is held until it is back: {Reason}")]
    public static partial void WaitingFor(this ILogger logger, string dependency, string reason);

    [LoggerMessage(LogLevel.Warning, "Attempt {Attempt} at generation {GenerationId} failed: {Detail}")]
    public static partial void AttemptFailed(this ILogger logger, Guid generationId, int attempt, string detail);

    [LoggerMessage(LogLevel.Warning, "Generation {GenerationId} becomes a dead letter after attempt {Attempt} ({Reason}): {Detail}")]
    public static partial void DeadLetter(this ILogger logger, Guid generationId, string reason, string detail, int attempt);

    [LoggerMessage(LogLevel.Warning, "{Count} entries could not be acknowledged; they are delivered again and then found to be done.")]
    public static partial void NotAcknowledged(this ILogger logger, Exception exception, int count);

    [LoggerMessage(LogLevel.Error, "A stage failed on an image.")]
    public static partial void StageFailed(this ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Reading the queue failed; it goes on after a pause.")]
    public static partial void StepFailed(this ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Entries in hand could not be renewed; another worker may take them over: {Reason}")]
    public static partial void NotRenewed(this ILogger logger, string reason);

    [LoggerMessage(LogLevel.Information, "{Count} entries that were not finished in time went back to the queue.")]
    public static partial void Returned(this ILogger logger, int count);

    [LoggerMessage(LogLevel.Information, "The consumer group was not told of this worker's end: {Reason}")]
    public static partial void DidNotLeave(this ILogger logger, string reason);
}
