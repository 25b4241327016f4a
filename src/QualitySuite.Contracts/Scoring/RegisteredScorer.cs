namespace QualitySuite.Contracts.Scoring;

/// <summary>A scorer that some worker has registered.</summary>
/// <param name="Metric">Id in the metric catalogue.</param>
/// <param name="Identity">64 hexadecimal digits: a hash of what determines the number.</param>
/// <param name="Description">For people.</param>
/// <param name="CreatedAt">When it was first seen.</param>
/// <param name="InUse">Whether the worker that answers has it now.</param>
/// <param name="PrimaryFor">Apps whose trends show it; <c>*</c> stands for every app that has no choice of its own.</param>
public sealed record RegisteredScorer(string Metric, string Identity, string Description, DateTimeOffset CreatedAt, bool InUse, IReadOnlyList<string> PrimaryFor);

/// <summary>Chooses the scorer that trends of a metric show.</summary>
public sealed record PrimaryScorerChoice
{
    /// <summary>Identity of a registered scorer; its metric is the one chosen for.</summary>
    public required string Scorer { get; init; }

    /// <summary>The app; absent or <c>*</c>: every app that has no choice of its own.</summary>
    public string? App { get; init; }
}
