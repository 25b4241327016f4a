using QualitySuite.Contracts.Metrics;
using QualitySuite.Scoring;
using QualitySuite.Statistics;

namespace QualitySuite.Cli.Score;

/// <summary>The distribution of one metric over a folder.</summary>
/// <param name="Metric">From the catalogue; for one that it does not know: unbounded, neither way better.</param>
/// <param name="Column">What its column is called: the metric, and for a further scorer of it which one.</param>
/// <param name="Scorer">What computed it.</param>
/// <param name="Sorted">The values, ascending.</param>
/// <param name="Moments">Of the values.</param>
/// <param name="Estimate">What can be said of the mean, with 95 % confidence.</param>
internal sealed record MetricSummary(MetricDefinition Metric, string Column, ScorerIdentity Scorer, double[] Sorted, SampleMoments Moments, Estimate Estimate)
{
    public int Count => Sorted.Length;

    public static IReadOnlyList<MetricSummary> Of(ScoreSet set) => [.. set.Scorers.Select((scorer, i) => Of(set.ColumnOf(i), scorer, set.ValuesOf(i)))];

    public static MetricDefinition Define(string metric) => MetricCatalogue.Find(metric) ?? new MetricDefinition
    {
        Id = metric,
        DisplayName = metric,
        Description = "Not in the catalogue of this version.",
        Unit = "",
        Direction = MetricDirection.Neither,
        Kind = MetricKind.Automated,
    };

    /// <summary>For people; of a further scorer of the metric with its description.</summary>
    public string Title => Column == Metric.Id ? Metric.DisplayName : $"{Metric.DisplayName}: {Scorer.Description}";

    /// <summary>There must be values.</summary>
    public double Quantile(double probability) => SampleQuantile.OfSorted(Sorted, probability);

    private static MetricSummary Of(string column, ScorerIdentity scorer, double[] values)
    {
        Array.Sort(values);
        var metric = Define(scorer.Metric);
        var moments = SampleMoments.Of(values);
        var estimate = metric.IsProportion
            ? Estimate.OfProportion(values.LongCount(value => value >= 0.5), values.Length)
            : Estimate.OfMean(moments.Count, moments.Mean, moments.StandardDeviation, metric.Minimum, metric.Maximum);
        return new MetricSummary(metric, column, scorer, values, moments, estimate);
    }
}
