namespace QualitySuite.Storage.Queue;

/// <summary>An image that waits for scores.</summary>
/// <param name="GenerationId">The generation.</param>
/// <param name="CreatedAt">The generation's createdAt: it leads to the partition of its rows.</param>
/// <param name="TraceParent">W3C traceparent of the span that sent it; null: not traced.</param>
public sealed record QueuedImage(Guid GenerationId, DateTimeOffset CreatedAt, string? TraceParent);

/// <summary>A queued image as a worker receives it.</summary>
/// <param name="EntryId">Stream id of the entry, to acknowledge it by.</param>
/// <param name="Image">What is to be scored; null when the entry cannot be read, and then only acknowledging helps.</param>
public sealed record Delivery(string EntryId, QueuedImage? Image);

/// <summary>How the stream is doing.</summary>
/// <param name="Lag">Entries that no worker has read yet.</param>
/// <param name="InFlight">Entries read and not acknowledged yet.</param>
public sealed record QueueDepth(long Lag, long InFlight);
