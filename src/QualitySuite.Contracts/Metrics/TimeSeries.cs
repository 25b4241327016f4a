namespace QualitySuite.Contracts.Metrics;

/// <summary>A metric over time.</summary>
/// <param name="Metric">Catalogue id.</param>
/// <param name="Bucket"><c>5m</c>, <c>1h</c> or <c>1d</c>; buckets are UTC and half-open, by the generation's createdAt.</param>
/// <param name="Scorer">Whose numbers these are; null for metrics that are not automated, or while none is registered.</param>
/// <param name="OtherScorers">Scorers that also have numbers for this metric; never mixed in.</param>
/// <param name="Series">One for each group; buckets without data are left out.</param>
public sealed record TimeSeries(
    string Metric, string Bucket, string? Scorer, IReadOnlyList<string> OtherScorers, IReadOnlyList<TimeSeriesGroup> Series);

/// <summary>One line of a chart: the values of the groupBy dimensions (empty without groupBy) and its points by time.</summary>
public sealed record TimeSeriesGroup(IReadOnlyDictionary<string, string> Group, IReadOnlyList<TimeSeriesPoint> Points);

/// <summary>One bucket.</summary>
/// <param name="T">Its start.</param>
/// <param name="N">Images in it (for a rate: the denominator).</param>
/// <param name="Mean">Mean, or the rate.</param>
/// <param name="Stddev">Sample standard deviation; 0 for a single image.</param>
/// <param name="P10">10th percentile; null for a rate.</param>
/// <param name="P50">Median; null for a rate.</param>
/// <param name="P90">90th percentile; null for a rate.</param>
/// <param name="Ci95">95 % interval of the mean (Student's t) or the rate (Wilson); null where n is too small for one.</param>
public sealed record TimeSeriesPoint(
    DateTimeOffset T, long N, double Mean, double Stddev, double? P10, double? P50, double? P90, IReadOnlyList<double>? Ci95);
