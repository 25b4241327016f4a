using System.ComponentModel.DataAnnotations;
using QualitySuite.Client.Retries;
using QualitySuite.Contracts.Batches;

namespace QualitySuite.Client.Sending;

/// <summary>When a <see cref="QualitySender"/> sends, and what it holds meanwhile. Each bound is for generations, feedback and events apart.</summary>
public sealed class QualitySenderOptions
{
    private const long KiB = 1024;

    /// <summary>A batch is sent when this many items wait; of generations at most 1,000.</summary>
    [Range(1, BatchLimits.Reactions)]
    public int BatchItems { get; set; } = 500;

    /// <summary>Or when they take about this many bytes.</summary>
    [Range(64 * KiB, 256 * KiB * KiB)]
    public long BatchBytes { get; set; } = 16 * KiB * KiB;

    /// <summary>Or when the oldest has waited this long.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Most items that wait or are being sent.</summary>
    [Range(1, 10_000_000)]
    public int MostItems { get; set; } = 50_000;

    /// <summary>Most bytes that they take, about.</summary>
    [Range(64 * KiB, 64 * KiB * KiB * KiB)]
    public long MostBytes { get; set; } = 128 * KiB * KiB;

    /// <summary>What gives way when there is no room.</summary>
    public WhenFull WhenFull { get; set; }

    /// <summary>How long <see cref="QualitySender.DisposeAsync"/> sends what is left.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Pauses between the attempts at a batch, and how long one may take.</summary>
    public RetryOptions Retries { get; set; } = new();

    /// <summary>Hears of what the server refused for good, on the sending thread: keep it short.</summary>
    public Action<Settled>? Refused { get; set; }

    /// <summary>Hears of what the server accepted, on the sending thread: keep it short.</summary>
    public Action<Settled>? Accepted { get; set; }
}

/// <summary>What gives way when a queue is full.</summary>
public enum WhenFull
{
    /// <summary>The oldest that waits: after an outage the latest is there.</summary>
    DropOldest,

    /// <summary>The one that is added.</summary>
    Reject,
}

/// <summary>Something that was sent, and what the server said of it.</summary>
/// <param name="Submission">A GenerationSubmission, FeedbackSubmission or BehaviourSubmission, with the id it was sent under.</param>
/// <param name="Result">The status, and why it was refused.</param>
public sealed record Settled(object Submission, BatchResult Result);
