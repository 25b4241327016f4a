namespace QualitySuite.Cli.Evaluate;

/// <summary>All that an evaluation found.</summary>
internal sealed record Evaluation
{
    /// <summary>With the version.</summary>
    public required string Pack { get; init; }

    public required EvaluationSizes Sizes { get; init; }

    /// <summary>By metric: identity of the scorer whose figures these are.</summary>
    public required IReadOnlyDictionary<string, string> Scorers { get; init; }

    public required IReadOnlyList<UnevaluatedMetrics> Absent { get; init; }

    /// <summary>Null: the metric is absent.</summary>
    public required AlignmentResult? Alignment { get; init; }

    /// <summary>Null: nothing judges words.</summary>
    public required WordResult? Words { get; init; }

    /// <summary>Those that are there.</summary>
    public required IReadOnlyList<ArtifactRow> Artifacts { get; init; }

    public IReadOnlyList<Goal> Goals => Goal.Of(this);
}
