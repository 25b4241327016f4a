using QualitySuite.Contracts.Metrics;

namespace QualitySuite.Reviewer.Charts;

/// <summary>What the chart script draws: columns over one time axis, so that a missing bucket is a null in every column and stays a gap.</summary>
/// <param name="Metric">Catalogue id.</param>
/// <param name="Name">For people.</param>
/// <param name="Unit">Written behind numbers; empty for none.</param>
/// <param name="Percentage">Values are shares, shown times 100.</param>
/// <param name="Minimum">Least possible value; null: unbounded.</param>
/// <param name="Maximum">Greatest possible value; null: unbounded.</param>
/// <param name="Bucket"><c>5m</c>, <c>1h</c> or <c>1d</c>.</param>
/// <param name="BucketSeconds">Its width.</param>
/// <param name="From">Start of the axis, Unix seconds.</param>
/// <param name="To">End of the axis, Unix seconds.</param>
/// <param name="Times">Start of every bucket from <paramref name="From"/> to <paramref name="To"/>, Unix seconds.</param>
/// <param name="Lines">One for each group that has data.</param>
/// <param name="Marks">Model versions that came inside the range.</param>
/// <param name="Scorer">Whose numbers these are; null for metrics that are not automated.</param>
/// <param name="OtherScorers">Who else has numbers for this metric.</param>
/// <param name="NoChange">The lows and highs of the lines are not intervals of their means but the range of no change of a metric of sets.</param>
/// <param name="Absent">Buckets that have images and no value, the newest first; empty for metrics that are not of sets.</param>
internal sealed record ChartData(
    string Metric, string Name, string Unit, bool Percentage, double? Minimum, double? Maximum,
    string Bucket, long BucketSeconds, long From, long To,
    IReadOnlyList<long> Times, IReadOnlyList<ChartLine> Lines, IReadOnlyList<ChartMark> Marks,
    string? Scorer, IReadOnlyList<string> OtherScorers, bool NoChange, IReadOnlyList<ChartAbsence> Absent);

/// <summary>A bucket without a value.</summary>
/// <param name="T">Its start.</param>
/// <param name="Label">The line that it is missing from.</param>
/// <param name="N">Images in it.</param>
/// <param name="Reason">Why there is no value.</param>
internal sealed record ChartAbsence(DateTimeOffset T, string Label, long N, string Reason);

/// <summary>One line: columns as long as the times, null where there is no data.</summary>
/// <param name="Label">The model version, or <see cref="AllVersions"/>.</param>
/// <param name="Style">How it is drawn.</param>
/// <param name="Mean">Means or rates.</param>
/// <param name="Low">Lower ends of their 95 % intervals, or of the ranges of no change; also null where there is none.</param>
/// <param name="High">Upper ends.</param>
/// <param name="N">Images behind them.</param>
/// <param name="Reliable">The interval is narrow enough for the mean to say something.</param>
/// <param name="NeededN">About how many images that would take; null where it is, or where that cannot be told.</param>
/// <param name="Latest">The number to show for it.</param>
/// <param name="ReferenceN">Images that a metric of sets compares with.</param>
internal sealed record ChartLine(
    string Label, SeriesStyle Style, IReadOnlyList<double?> Mean, IReadOnlyList<double?> Low, IReadOnlyList<double?> High,
    IReadOnlyList<long?> N, IReadOnlyList<bool> Reliable, IReadOnlyList<long?> NeededN, LatestNumber Latest,
    IReadOnlyList<long?> ReferenceN)
{
    /// <summary>The label of the line over all model versions.</summary>
    public const string AllVersions = "all versions";
}

/// <summary>A labelled vertical line at a time in Unix seconds.</summary>
internal sealed record ChartMark(long T, string Label, SeriesStyle Style);

/// <summary>The newest number that says something. Where none does: <paramref name="Mean"/> and <paramref name="Interval"/> are null, and n says why.</summary>
/// <param name="Mean">As text, without unit.</param>
/// <param name="Interval">95 % interval as text, or where the number lies beside the range of no change.</param>
/// <param name="N">Images behind it; where there is no number, in the newest bucket.</param>
/// <param name="NeededN">About how many images that bucket would need; null where there is a number, or where that cannot be told.</param>
/// <param name="T">Start of its bucket.</param>
internal sealed record LatestNumber(string? Mean, string? Interval, long N, long? NeededN, DateTimeOffset T)
{
    public static LatestNumber Of(MetricDefinition metric, IReadOnlyList<TimeSeriesPoint> points)
    {
        if (Charts.NoChange.IsShownFor(metric))
        {
            var newest = points[^1];
            var (value, verdict) = Charts.NoChange.Describe(metric, newest.Mean, newest.Low, newest.High);
            return new LatestNumber(value, verdict, newest.N, NeededN: null, newest.T);
        }

        if (points.LastOrDefault(p => p.Reliable) is { Ci95: { } interval } point)
        {
            var (mean, text) = Display.Numbers.Format(metric, point.Mean, interval[0], interval[1]);
            return new LatestNumber(mean, text, point.N, NeededN: null, point.T);
        }

        return new LatestNumber(Mean: null, Interval: null, points[^1].N, points[^1].NeededN, points[^1].T);
    }
}
