using QualitySuite.Contracts.Metrics;
using Spectre.Console;

namespace QualitySuite.Cli.Score;

/// <summary>The table at the end of a run.</summary>
internal static class SummaryTable
{
    public static void Write(TextWriter output, IReadOnlyList<MetricSummary> metrics)
    {
        var table = ConsoleTable.Create("metric", "n", "mean", "p10", "p50", "p90", "95 % interval of the mean");
        foreach (var metric in metrics.Where(m => m.Count > 0))
        {
            table.AddRow(
                new Text($"{Sign(metric.Metric.Direction)} {metric.Column}"), new Text(Figures.Count(metric.Count)), new Text(Mean(metric)),
                new Text(Figures.Of(metric.Quantile(0.1))), new Text(Figures.Of(metric.Quantile(0.5))), new Text(Figures.Of(metric.Quantile(0.9))),
                new Text(Figures.OfEstimate(metric.Estimate)));
        }

        ConsoleTable.Write(output, table);
        output.WriteLine("  ↑ higher is better, ↓ lower is better");
    }

    private static string Sign(MetricDirection direction) => direction switch
    {
        MetricDirection.Higher => "↑",
        MetricDirection.Lower => "↓",
        _ => " ",
    };

    private static string Mean(MetricSummary metric) =>
        metric.Estimate.Interval is { } interval ? Figures.Of(metric.Moments.Mean, interval) : Figures.Of(metric.Moments.Mean);
}
