namespace QualitySuite.Contracts.Metrics;

/// <summary>A metric of the catalogue.</summary>
public record MetricDefinition
{
    /// <summary>snake_case; never changes its meaning.</summary>
    public required string Id { get; init; }

    public required string DisplayName { get; init; }

    /// <summary>One or two sentences: what it says and, for a rate, what is counted over what.</summary>
    public required string Description { get; init; }

    /// <summary>For people, for instance <c>grey levels</c>; empty for a bare number.</summary>
    public required string Unit { get; init; }

    /// <summary>Least possible value; null: unbounded.</summary>
    public double? Minimum { get; init; }

    /// <summary>Greatest possible value; null: unbounded.</summary>
    public double? Maximum { get; init; }

    public required MetricDirection Direction { get; init; }

    public required MetricKind Kind { get; init; }

    /// <summary>What a rate counts; null for a mean.</summary>
    public string? Numerator { get; init; }

    /// <summary>Each counted thing is 0 or 1, so that the mean is a proportion: every rate, and scores that say yes or no.</summary>
    public bool IsProportion { get; init; }

    /// <summary>What a rate is a share of, or which images a mean is taken over.</summary>
    public string? Denominator { get; init; }

    /// <summary>Buckets that its time series has.</summary>
    public IReadOnlyList<string> Buckets { get; init; } = ["5m", "1h", "1d"];

    /// <summary>
    /// The model pack that gives an automated metric which nothing that ships gives, by the name that <c>quality models pull</c> takes;
    /// null: it ships, needs no pack, or no pack that could be pulled has it.
    /// </summary>
    public string? Pack { get; init; }

    /// <summary>Share of images it is computed on unless configured otherwise, 0-1.</summary>
    public double DefaultSamplingRate { get; init; } = 1;

    /// <summary>Fixed bin edges of its histograms, ascending; the outer bins are open.</summary>
    public IReadOnlyList<double> HistogramEdges { get; init; } = [];
}

/// <summary>Which way is better.</summary>
public enum MetricDirection
{
    Higher,
    Lower,
    Neither,
}

/// <summary>Where a metric's numbers come from.</summary>
public enum MetricKind
{
    Automated,

    /// <summary>One number for the images of a whole window, from their embeddings; no image has a score of its own.</summary>
    Distribution,
    Feedback,
    Behaviour,
    Review,
}
