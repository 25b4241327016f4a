using System.Diagnostics;
using QualitySuite.Scoring;

namespace QualitySuite.ScoringWorker.Pipeline;

/// <summary>One image for the models, wherever it comes from.</summary>
internal interface IScoringWork
{
    /// <summary>Somebody waits for it: it goes before what comes from the queue.</summary>
    bool IsUrgent { get; }

    /// <summary>The span that its stages belong to.</summary>
    Activity? Activity { get; }

    /// <summary>Null until it has been prepared.</summary>
    PreparedImage? Prepared { get; }

    /// <summary>Decodes, measures and resizes.</summary>
    /// <returns>Null on success.</returns>
    Task<ScoringFailure?> PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Takes note that the models have run, or of the failure. It must not wait.</summary>
    void End(ScoringFailure? failure);
}
