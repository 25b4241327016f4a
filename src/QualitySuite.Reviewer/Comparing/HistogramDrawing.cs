using System.Globalization;
using System.Text;
using QualitySuite.Contracts.Metrics;
using QualitySuite.Reviewer.Display;

namespace QualitySuite.Reviewer.Comparing;

/// <summary>
/// Two histograms over the same bins, by shares of their groups. Bins are drawn equally wide, so that those which double are a logarithmic axis;
/// those without values at either end are left out.
/// </summary>
/// <param name="Width">Of the drawing, whose height is <see cref="Height"/>.</param>
/// <param name="Baseline">Outline, an SVG path.</param>
/// <param name="Candidate">The same of the other group.</param>
/// <param name="Bins">For pointing at.</param>
/// <param name="Labels">Values at the left end, in the middle and at the right end.</param>
/// <param name="Tallest">Share of the highest bar.</param>
internal sealed record HistogramDrawing(
    int Width, string Baseline, string Candidate, IReadOnlyList<HistogramBin> Bins, IReadOnlyList<string> Labels, string Tallest)
{
    public const int Height = 100;
    public const int BinWidth = 10;

    /// <summary>Null where a group is empty.</summary>
    public static HistogramDrawing? Of(MetricDefinition metric, MetricComparison found)
    {
        var (a, b) = (found.A.Histogram, found.B.Histogram);
        if (found.A.N == 0 || found.B.N == 0)
        {
            return null;
        }

        var used = Enumerable.Range(0, a.Count).Where(i => a[i] + b[i] > 0).ToList();
        var (first, last) = (Math.Max(0, used[0] - 1), Math.Min(a.Count - 1, used[^1] + 1));
        double[] sharesOfA = [.. Enumerable.Range(first, last - first + 1).Select(i => a[i] / (double)found.A.N)];
        double[] sharesOfB = [.. Enumerable.Range(first, last - first + 1).Select(i => b[i] / (double)found.B.N)];
        var tallest = Math.Max(sharesOfA.Max(), sharesOfB.Max());
        var edges = found.HistogramEdges;
        var middle = (first + last + 1) / 2;
        return new HistogramDrawing(
            sharesOfA.Length * BinWidth, Outline(sharesOfA, tallest), Outline(sharesOfB, tallest),
            [.. sharesOfA.Select((share, i) => new HistogramBin(i * BinWidth, NameOf(metric, edges, first + i), Numbers.Probability(share), Numbers.Probability(sharesOfB[i])))],
            [Numbers.Format(metric, edges[first]), Numbers.Format(metric, edges[middle]), Numbers.Format(metric, edges[last + 1])],
            Numbers.Probability(tallest));
    }

    /// <summary>The outer bins are open.</summary>
    private static string NameOf(MetricDefinition metric, IReadOnlyList<double> edges, int bin) =>
        bin == 0 && !(metric.Minimum >= edges[0]) ? $"below {Numbers.Format(metric, edges[1])}"
        : bin == edges.Count - 2 && !(metric.Maximum <= edges[^1]) ? $"{Numbers.Format(metric, edges[bin])} and above"
        : $"{Numbers.Format(metric, edges[bin])} to {Numbers.Format(metric, edges[bin + 1])}";

    private static string Outline(double[] shares, double tallest)
    {
        var path = new StringBuilder().Append(CultureInfo.InvariantCulture, $"M0 {Height}");
        for (var i = 0; i < shares.Length; i++)
        {
            path.Append(CultureInfo.InvariantCulture, $"V{Height - (Height * shares[i] / tallest):0.##}H{(i + 1) * BinWidth}");
        }

        return path.Append(CultureInfo.InvariantCulture, $"V{Height}Z").ToString();
    }
}

/// <summary>One bin: where it begins, which values it has, and the share of each group in it.</summary>
internal sealed record HistogramBin(int X, string Name, string Baseline, string Candidate);
