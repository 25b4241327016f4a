using System.Text.Json.Serialization;

namespace QualitySuite.Contracts.Metrics;

/// <summary>A metric over time.</summary>
/// <param name="Metric">Catalogue id.</param>
/// <param name="Bucket"><c>5m</c>, <c>1h</c> or <c>1d</c>; buckets are UTC and half-open, by the generation's createdAt.</param>
/// <param name="Scorer">Whose numbers these are, a scorer's or, for a metric of sets, an encoder's; null for metrics that have neither, or while none is
/// registered.</param>
/// <param name="OtherScorers">Scorers that also have numbers for this metric; never mixed in.</param>
/// <param name="Series">One for each group; buckets without data are left out.</param>
public sealed record TimeSeries(
    string Metric, string Bucket, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Scorer,
    IReadOnlyList<string> OtherScorers, IReadOnlyList<TimeSeriesGroup> Series);

/// <summary>One line of a chart: the values of the groupBy dimensions (empty without groupBy) and its points by time.</summary>
public sealed record TimeSeriesGroup(IReadOnlyDictionary<string, string> Group, IReadOnlyList<TimeSeriesPoint> Points)
{
    /// <summary>Of a metric of sets, the buckets that have images and no value; null for other metrics.</summary>
    public IReadOnlyList<AbsentPoint>? Absent { get; init; }
}

/// <summary>A bucket that has images and no value.</summary>
/// <param name="T">Its start.</param>
/// <param name="N">Images in it.</param>
/// <param name="ReferenceN">Images that they would be compared with.</param>
/// <param name="NeededN">How many images it takes; null where more would not help.</param>
/// <param name="Reason">For people.</param>
public sealed record AbsentPoint(DateTimeOffset T, long N, long ReferenceN, long? NeededN, string Reason);

/// <summary>One bucket.</summary>
/// <param name="T">Its start.</param>
/// <param name="N">Images in it (for a rate: the denominator).</param>
/// <param name="Mean">Mean, or the proportion, or the value of a set.</param>
/// <param name="Stddev">Sample standard deviation; 0 for a single image, and for a metric of sets, which has one value.</param>
/// <param name="P10">10th percentile; null for a proportion.</param>
/// <param name="P50">Median; null for a proportion.</param>
/// <param name="P90">90th percentile; null for a proportion.</param>
/// <param name="Ci95">95 % interval of the proportion (Wilson) or the mean (Student's t; the rule of three where all values are the same), within
/// the metric's range: what the mean cannot be is cut off, which does not change how often the interval holds it. Null where n is too small
/// for one, or where all values are the same and the range is open.</param>
/// <param name="Reliable">The interval is narrow enough for the mean to say something. For a proportion: at least 30 images, an interval narrower
/// than 0.30, and one that is at most 0.05 wide or at most 130 % of the proportion (the presentation standard of the US National Center for Health
/// Statistics); for a mean at least 9 images, and the same widths as shares of the metric's range.</param>
/// <param name="NeededN">About how many images the bucket would need to be reliable; null when it is, or when that cannot be told.</param>
public sealed record TimeSeriesPoint(
    DateTimeOffset T, long N, double Mean, double Stddev,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? P10,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? P50,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? P90,
    IReadOnlyList<double>? Ci95, bool Reliable, long? NeededN)
{
    /// <summary>Of a metric of sets: the least value that is as good as no change, 0 for a distance; null where there was nothing to compare with.</summary>
    public double? Low { get; init; }

    /// <summary>Of a metric of sets: the greatest value that is as good as no change. Of windows in which nothing has changed, one in twenty has a
    /// value outside.</summary>
    public double? High { get; init; }

    /// <summary>Of a metric of sets: images in the sample of the days before.</summary>
    public long? ReferenceN { get; init; }

    /// <summary>Of a metric of sets: all images in the bucket, of which n are the sample.</summary>
    public long? Images { get; init; }
}
