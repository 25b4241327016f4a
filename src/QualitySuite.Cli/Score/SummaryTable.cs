using QualitySuite.Contracts.Metrics;
using Spectre.Console;

namespace QualitySuite.Cli.Score;

/// <summary>The table at the end of a run.</summary>
internal static class SummaryTable
{
    public static void Write(TextWriter output, IReadOnlyList<MetricSummary> metrics)
    {
        var table = ConsoleTable.Create("metric", "n", "mean", "95 % interval", "p10", "p50", "p90", "");
        foreach (var metric in metrics.Where(m => m.Count > 0))
        {
            table.AddRow(
                new Text(metric.Metric.Id), new Text(Figures.Count(metric.Count)), new Text(Mean(metric)), new Text(Figures.OfEstimate(metric.Estimate)),
                new Text(Figures.Of(metric.Quantile(0.1))), new Text(Figures.Of(metric.Quantile(0.5))), new Text(Figures.Of(metric.Quantile(0.9))),
                new Text(metric.Metric.Direction == MetricDirection.Neither ? "" : Figures.Direction(metric.Metric.Direction)));
        }

        ConsoleTable.Write(output, table);
    }

    private static string Mean(MetricSummary metric) =>
        metric.Estimate.Interval is { } interval ? Figures.Of(metric.Moments.Mean, interval) : Figures.Of(metric.Moments.Mean);
}
