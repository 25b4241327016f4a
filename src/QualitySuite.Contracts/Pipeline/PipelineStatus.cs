using System.Text.Json.Serialization;

namespace QualitySuite.Contracts.Pipeline;

/// <summary>How the way from ingest to scores is doing now.</summary>
/// <param name="Pending">Accepted images without scores.</param>
/// <param name="OldestPendingSeconds">Age of the oldest of them; null when there is none.</param>
/// <param name="StreamLag">Stream entries that no worker has read yet; null while Redis cannot be reached, and for a key of one app.</param>
/// <param name="StreamInFlight">Entries that a worker has read and not finished; null while Redis cannot be reached, and for a key of one app.</param>
/// <param name="Rates">Images a minute, over the last minute.</param>
/// <param name="DeadLetters">Images that could not be scored.</param>
/// <param name="Held">Feedback and events that wait for their generation; for a key of one app, those sent with such a key.</param>
/// <param name="Orphaned">Feedback and events whose generation did not arrive within the hour, of this UTC day and the one before.</param>
public sealed record PipelineStatus(
    long Pending,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? OldestPendingSeconds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? StreamLag,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? StreamInFlight,
    PipelineRates Rates, long DeadLetters, long Held, long Orphaned);

/// <summary>Images a minute, counted over the last minute.</summary>
public sealed record PipelineRates(long IngestedPerMinute, long ScoredPerMinute);

/// <summary>An image that could not be scored.</summary>
/// <param name="Id">The generation's id.</param>
/// <param name="CreatedAt">The generation's createdAt.</param>
/// <param name="Reason">snake_case and stable, for instance <c>undecodable_image</c>.</param>
/// <param name="Detail">One sentence for people.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="FailedAt">The last time.</param>
/// <param name="Replaying">It was put back into the queue and has not finished yet.</param>
public sealed record DeadLetter(
    Guid Id, DateTimeOffset CreatedAt, string Reason, string Detail, int Attempts, DateTimeOffset FailedAt, bool Replaying);
