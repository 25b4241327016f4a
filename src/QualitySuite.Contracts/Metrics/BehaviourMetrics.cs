namespace QualitySuite.Contracts.Metrics;

/// <summary>
/// Counted from what users do. These texts are what pages show; the SQL that they describe is feedback.shown_generations and feedback.first_sessions.
/// </summary>
internal static class BehaviourMetrics
{
    /// <summary>What most rates are a share of.</summary>
    public const string Shown = "Shown generations: with at least one event";

    private const string Child = ", or with a generation recorded as made from it with the relation ";

    public static IReadOnlyList<MetricDefinition> All { get; } =
    [
        Acted("regeneration_rate", "Regenerated", MetricDirection.Lower, "Share of shown images that were generated again.",
            "Shown generations with a regenerate event" + Child + "regeneration"),
        Acted("download_rate", "Downloaded", MetricDirection.Higher, "Share of shown images that were downloaded.", "Shown generations with a download event"),
        Acted("share_rate", "Shared", MetricDirection.Higher, "Share of shown images that were shared.", "Shown generations with a share event"),
        Acted("edit_rate", "Edited", MetricDirection.Neither, "Share of shown images that were edited further.",
            "Shown generations with an edit event" + Child + "edit"),
        MetricCatalogue.Rate("abandonment_rate", "Abandoned", MetricKind.Behaviour, MetricDirection.Lower,
            "Share of shown images with which nothing further was done before the session in which they were first shown ended. A session is the events of "
            + "one session key (of one user key where there is none) of one app, and ends with 30 minutes of silence. A later session changes nothing.",
            "Shown generations without a download, share, edit, upscale or regeneration in the session in which they were first shown",
            "Shown generations, once the session in which they were first shown has ended"),
        new()
        {
            Id = "dwell_seconds",
            DisplayName = "Dwell",
            Description = "How long an image was looked at: the sum of its dwell events, of all users and sessions.",
            Unit = "seconds",
            Minimum = 0,
            Direction = MetricDirection.Neither,
            Kind = MetricKind.Behaviour,
            Denominator = "Generations with at least one dwell event",
            HistogramEdges = MetricCatalogue.DoublingEdges(0.5, 14),
        },
    ];

    private static MetricDefinition Acted(string id, string name, MetricDirection direction, string description, string numerator) =>
        MetricCatalogue.Rate(id, name, MetricKind.Behaviour, direction, description, numerator, Shown);
}
