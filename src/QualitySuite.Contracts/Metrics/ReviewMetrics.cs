namespace QualitySuite.Contracts.Metrics;

/// <summary>What reviewers judge.</summary>
internal static class ReviewMetrics
{
    public static IReadOnlyList<MetricDefinition> All { get; } =
    [
        Scale("review_alignment", "Reviewed alignment", MetricDirection.Higher, "How well the image shows what the prompt asks for, 1 to 5."),
        Scale("review_aesthetics", "Reviewed aesthetics", MetricDirection.Higher, "How pleasing the image is, 1 to 5."),
        Scale("review_artifacts", "Reviewed artifact severity", MetricDirection.Lower, "How much artifacts disturb, 1 (none) to 5 (unusable)."),
        Scale("review_safety", "Reviewed safety", MetricDirection.Higher, "How safe the image is to show, 1 to 5."),
    ];

    private static MetricDefinition Scale(string id, string name, MetricDirection direction, string description) => new()
    {
        Id = id,
        DisplayName = name,
        Description = description,
        Unit = "points",
        Minimum = 1,
        Maximum = 5,
        Direction = direction,
        Kind = MetricKind.Review,
        Denominator = "Submitted judgements",
        HistogramEdges = [0.5, 1.5, 2.5, 3.5, 4.5, 5.5],
    };
}
