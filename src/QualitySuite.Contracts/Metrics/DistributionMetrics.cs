namespace QualitySuite.Contracts.Metrics;

/// <summary>Computed from the embeddings of all images of a UTC day, and of the seven days before it that they are compared with.</summary>
internal static class DistributionMetrics
{
    public static IReadOnlyList<MetricDefinition> All { get; } =
    [
        OfDay("vendi_score", "Diversity (Vendi score)", "effective images", 1, MetricDirection.Higher, MetricCatalogue.DoublingEdges(1, 16),
            "Effective number of different images in a day, as the image encoder sees them. It grows with the number of images: compare it with the range "
            + "of no change, which is of sets of the same size, and not with a day of another n."),
        OfDay("mmd", "Distance to baseline (CMMD)", "", 0, MetricDirection.Lower, MetricCatalogue.DoublingEdges(0.0625, 16),
            "Maximum mean discrepancy (CMMD) between the embeddings of a day and of the seven days before it. Above the level of no change, the images are "
            + "not what they were; it does not say whether they are worse."),
        OfDay("frechet_distance", "Distance to baseline (Fréchet)", "", 0, MetricDirection.Lower, MetricCatalogue.DoublingEdges(0.125, 16),
            "Fréchet distance between Gaussians fitted to the embeddings of a day and of the seven days before it. It is larger the fewer images there are: "
            + "compare it with the level of no change, which is of sets of the same size."),
    ];

    private static MetricDefinition OfDay(
        string id, string name, string unit, double minimum, MetricDirection direction, double[] edges, string description) => new()
        {
            Id = id,
            DisplayName = name,
            Description = description,
            Unit = unit,
            Minimum = minimum,
            Direction = direction,
            Kind = MetricKind.Distribution,
            Denominator = "Images of the UTC day that have an embedding, a sample where they are many",
            Buckets = ["1d"],
            HistogramEdges = edges,
        };
}
