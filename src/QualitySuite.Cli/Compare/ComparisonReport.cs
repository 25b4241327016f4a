using System.Text;
using QualitySuite.Cli.Score.Report;
using QualitySuite.Statistics;

namespace QualitySuite.Cli.Compare;

/// <summary>A comparison as one HTML file that needs nothing else.</summary>
internal static class ComparisonReport
{
    private const int Width = 160;
    private const int Height = 20;

    public static async Task WriteAsync(Comparison comparison, ChangedPairs? pairs, Stream stream, CancellationToken cancellationToken)
    {
        await using var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        await text.WriteLineAsync($"{HtmlReport.Page($"Comparison of {comparison.A.Source} and {comparison.B.Source}", Body(comparison, pairs))}".AsMemory(), cancellationToken);
    }

    private static Markup Body(Comparison comparison, ChangedPairs? pairs) => Markup.Html($"""
        <ul class="method">{Markup.Join(ComparisonText.Method(comparison).Select(line => Markup.Html($"<li>{line}</li>")))}</ul>
        <section id="metrics"><h2>Metrics</h2>
        {HtmlReport.Table("Metrics of A and B", [ComparisonText.Headings[0], "verdict", .. ComparisonText.Headings.Skip(1), "B - A against 0"], comparison.Metrics.Select(Row))}
        </section>
        <section id="sets"><h2>As sets</h2>
        {Markup.Join(comparison.Sets.Select(set => Markup.Html($"<p>{ComparisonText.Describe(set)}</p>")))}
        {(comparison.Sets.Count == 0 ? Markup.Html($"<p>{ComparisonText.NoSets(comparison)}</p>") : Markup.None)}
        </section>
        {pairs?.Sections() ?? Markup.None}
        """);

    private static IReadOnlyList<Markup> Row(MetricComparison metric)
    {
        List<Markup> cells = [.. ComparisonText.Cells(metric).Select(cell => Markup.Html($"{cell}"))];
        return [cells[0], Words(metric), .. cells[1..], Drawing(metric)];
    }

    private static Markup Words(MetricComparison metric) => metric.Verdict switch
    {
        Verdict.Better => Markup.Html($"<span class=\"better\">✓ {metric.VerdictText}</span>"),
        Verdict.Worse => Markup.Html($"<span class=\"worse\">✗ {metric.VerdictText}</span>"),
        Verdict.Higher or Verdict.Lower => Markup.Html($"{metric.VerdictText}"),
        _ => Markup.Html($"<span class=\"quiet\">{metric.VerdictText}</span>"),
    };

    /// <summary>The interval against zero in the middle, each row on its own scale.</summary>
    private static Markup Drawing(MetricComparison metric)
    {
        if (metric.AdjustedP is null || metric.Test is not { Interval: { } interval } test)
        {
            return Markup.None;
        }

        var most = Math.Max(Math.Abs(interval.Low), Math.Abs(interval.High));
        double At(double value) => (Width / 2.0) + (value / most * ((Width / 2.0) - 6));
        return Markup.Html($"""
            <svg class="interval" viewBox="0 0 {Width} {Height}" role="img" aria-label="{Label(test, interval)}">
            <line x1="{Width / 2}" x2="{Width / 2}" y1="0" y2="{Height}"/>
            <line class="range" x1="{At(interval.Low):0.##}" x2="{At(interval.High):0.##}" y1="{Height / 2}" y2="{Height / 2}"/>
            <circle cx="{At(test.Difference):0.##}" cy="{Height / 2}" r="4"/>
            </svg>
            """);
    }

    private static string Label(MeanDifference test, Interval interval) => $"difference {Figures.Signed(test.Difference, interval)}, interval {Figures.Of(interval)}";
}
