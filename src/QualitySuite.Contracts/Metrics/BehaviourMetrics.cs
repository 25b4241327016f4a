namespace QualitySuite.Contracts.Metrics;

/// <summary>Counted from what users do. A generation was shown when there is at least one event about it.</summary>
internal static class BehaviourMetrics
{
    private const string Shown = "Shown generations: with at least one event";

    public static IReadOnlyList<MetricDefinition> All { get; } =
    [
        Acted("regeneration_rate", "Regenerated", "regenerate", MetricDirection.Lower, "Share of shown images that were generated again."),
        Acted("download_rate", "Downloaded", "download", MetricDirection.Higher, "Share of shown images that were downloaded."),
        Acted("share_rate", "Shared", "share", MetricDirection.Higher, "Share of shown images that were shared."),
        Acted("edit_rate", "Edited", "edit", MetricDirection.Neither, "Share of shown images that were edited further."),
        MetricCatalogue.Rate("abandonment_rate", "Abandoned", MetricKind.Behaviour, MetricDirection.Lower,
            "Share of shown images with which nothing further was done before 30 minutes of silence.",
            "Shown generations without download, share, edit, upscale or regenerate, 30 minutes after their last event",
            "Shown generations, 30 minutes after their last event"),
        new()
        {
            Id = "dwell_seconds",
            DisplayName = "Dwell",
            Description = "How long an image was looked at, the sum of its dwell events.",
            Unit = "seconds",
            Minimum = 0,
            Direction = MetricDirection.Neither,
            Kind = MetricKind.Behaviour,
            Denominator = "Generations with at least one dwell event",
            HistogramEdges = MetricCatalogue.DoublingEdges(0.5, 14),
        },
    ];

    private static MetricDefinition Acted(string id, string name, string type, MetricDirection direction, string description) =>
        MetricCatalogue.Rate(id, name, MetricKind.Behaviour, direction, description, $"Shown generations with a {type} event", Shown);
}
