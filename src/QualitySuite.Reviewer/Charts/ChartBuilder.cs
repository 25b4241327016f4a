using QualitySuite.Contracts.Metrics;

namespace QualitySuite.Reviewer.Charts;

/// <summary>Lays series out for drawing. No numbers are made here: means and intervals are the API's.</summary>
internal static class ChartBuilder
{
    public const string VersionDimension = "modelVersion";

    /// <param name="metric">What is drawn.</param>
    /// <param name="series">Its lines; a bucket that is absent is a gap.</param>
    /// <param name="from">Start of the axis.</param>
    /// <param name="to">End of the axis.</param>
    /// <param name="styles">The looks of model versions.</param>
    /// <param name="releases">When model versions came; those inside the range are marked.</param>
    public static ChartData Build(
        MetricDefinition metric, TimeSeries series, DateTimeOffset from, DateTimeOffset to, IReadOnlyDictionary<string, SeriesStyle> styles,
        IReadOnlyDictionary<string, DateTimeOffset> releases)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(releases);
        var width = (long)BucketChoice.Width(series.Bucket).TotalSeconds;
        var start = BucketChoice.Floor(from, series.Bucket).ToUnixTimeSeconds();
        var end = to.ToUnixTimeSeconds();
        var times = new long[Math.Max(1, ((end - start) + width - 1) / width)];
        for (var i = 0; i < times.Length; i++)
        {
            times[i] = start + (i * width);
        }

        return new ChartData(
            metric.Id, metric.DisplayName, Display.Numbers.UnitOf(metric), Display.Numbers.IsPercentage(metric), metric.Minimum, metric.Maximum,
            series.Bucket, width, start, end, times,
            [.. series.Series.Where(g => g.Points.Count > 0).OrderBy(g => g.Points[0].T).Select(g => Line(metric, g, start, width, times.Length, styles))],
            Marks(releases, from, to, styles), series.Scorer, series.OtherScorers, NoChange.IsShownFor(metric), Absences(series));
    }

    /// <summary>The model versions that have data in a series grouped by them.</summary>
    public static IReadOnlyList<string> VersionsOf(TimeSeries byVersion)
    {
        ArgumentNullException.ThrowIfNull(byVersion);
        return [.. byVersion.Series.Where(g => g.Points.Count > 0 && g.Group.ContainsKey(VersionDimension)).Select(g => g.Group[VersionDimension])];
    }

    private static IReadOnlyList<ChartMark> Marks(
        IReadOnlyDictionary<string, DateTimeOffset> releases, DateTimeOffset from, DateTimeOffset to, IReadOnlyDictionary<string, SeriesStyle> styles) =>
        [.. releases
            .Where(r => r.Value >= from && r.Value < to)
            .OrderBy(r => r.Value)
            .Select(r => new ChartMark(r.Value.ToUnixTimeSeconds(), r.Key, SeriesStyle.Of(r.Key, styles)))];

    private static IReadOnlyList<ChartAbsence> Absences(TimeSeries series) =>
        [.. series.Series
            .SelectMany(g => (g.Absent ?? []).Select(a => new ChartAbsence(a.T, LabelOf(g), a.N, a.Reason)))
            .OrderByDescending(a => a.T).ThenBy(a => a.Label, StringComparer.Ordinal)];

    private static string LabelOf(TimeSeriesGroup group) => group.Group.GetValueOrDefault(VersionDimension) ?? ChartLine.AllVersions;

    private static ChartLine Line(
        MetricDefinition metric, TimeSeriesGroup group, long start, long width, int length, IReadOnlyDictionary<string, SeriesStyle> styles)
    {
        var mean = new double?[length];
        var low = new double?[length];
        var high = new double?[length];
        var n = new long?[length];
        var reliable = new bool[length];
        var neededN = new long?[length];
        var referenceN = new long?[length];
        foreach (var point in group.Points)
        {
            var i = (point.T.ToUnixTimeSeconds() - start) / width;
            if (i >= 0 && i < length)
            {
                mean[i] = point.Mean;
                low[i] = point.Low ?? point.Ci95?[0];
                high[i] = point.High ?? point.Ci95?[1];
                n[i] = point.N;
                reliable[i] = point.Reliable;
                neededN[i] = point.NeededN;
                referenceN[i] = point.ReferenceN;
            }
        }

        var version = group.Group.GetValueOrDefault(VersionDimension);
        return new ChartLine(
            LabelOf(group), version is null ? SeriesStyle.Overall : SeriesStyle.Of(version, styles), mean, low, high, n, reliable, neededN,
            LatestNumber.Of(metric, group.Points), referenceN);
    }
}
