using System.ComponentModel.DataAnnotations;

namespace QualitySuite.ScoringWorker.Pipeline;

/// <summary>How this worker takes images off the queue. Section <c>ScoringWorker</c>.</summary>
internal sealed class ScoringPipelineOptions
{
    public const string Section = "ScoringWorker";

    /// <summary>Images in this process at once, from reading their entry to the commit of their scores. It bounds the memory.</summary>
    [Range(1, 4096)]
    public int MaxInFlight { get; set; } = 64;

    /// <summary>Images in one run of the models at most.</summary>
    [Range(1, 256)]
    public int BatchSize { get; set; } = 8;

    /// <summary>Calls of <c>POST /v1/score</c> at once; a further one is answered 503.</summary>
    [Range(1, 4096)]
    public int MaxWaitingCallers { get; set; } = 32;

    /// <summary>How long an image waits for company before a batch runs that is not full. On CPU waiting gains nothing; a GPU with little to do may be kept from running many small batches.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan BatchDelay { get; set; }

    /// <summary>Threads that prepare images and run models; 0: one a core. With a GPU one or two more, which wait for it.</summary>
    [Range(0, 256)]
    public int Threads { get; set; }

    /// <summary>An entry that a worker holds longer than this without finishing is taken over by another.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan RedeliverAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>After so many failed attempts an image becomes a dead letter.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 3;

    /// <summary>How long a worker that is told to stop goes on with what it has read; the rest goes back to the queue. Shorter than what its host gives it.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(7);

    /// <summary>How long to wait before looking again when the queue is empty.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan IdlePoll { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long to wait after Redis, Postgres or the image store could not be reached.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan OutagePause { get; set; } = TimeSpan.FromMilliseconds(500);
}
