using QualitySuite.Statistics;
using Spectre.Console;

namespace QualitySuite.Cli.Compare;

/// <summary>A comparison for the terminal, and the sentences that every output has.</summary>
internal static class ComparisonText
{
    /// <summary>Characters a line from which all columns fit.</summary>
    private const int WideTable = 150;

    /// <summary>Characters a line from which the means fit.</summary>
    private const int MediumTable = 110;

    /// <summary>Of <see cref="Cells"/>.</summary>
    public static IReadOnlyList<string> Headings { get; } = ["metric", "n", "mean A", "mean B", "B - A", "95 % interval", "relative", "p", "p adjusted"];

    public static void Write(TextWriter output, Comparison comparison)
    {
        foreach (var line in Method(comparison))
        {
            output.WriteLine(line);
        }

        int[] columns = ConsoleTable.Width(output) switch
        {
            >= WideTable => [.. Enumerable.Range(0, Headings.Count)],
            >= MediumTable => [0, 1, 2, 3, 4, 5, 8],
            _ => [0, 4, 5, 8],
        };
        var table = ConsoleTable.Create([.. columns.Select(i => Headings[i]), "verdict"]);
        foreach (var metric in comparison.Metrics)
        {
            var cells = Cells(metric);
            table.AddRow([.. columns.Select(i => cells[i]).Append(metric.VerdictText).Select(cell => new Text(cell))]);
        }

        ConsoleTable.Write(output, table);
        foreach (var set in comparison.Sets)
        {
            output.WriteLine(Describe(set));
        }

        if (comparison.Sets.Count == 0)
        {
            output.WriteLine(NoSets(comparison));
        }
    }

    /// <summary>What was compared and how.</summary>
    public static IEnumerable<string> Method(Comparison comparison)
    {
        var pairing = comparison.Pairing;
        yield return $"A: {comparison.A.Source} ({Figures.Count(comparison.A.Images.Count)} images)";
        yield return $"B: {comparison.B.Source} ({Figures.Count(comparison.B.Images.Count)} images)";
        yield return pairing.IsPaired
            ? $"Paired by file name: {Figures.Count(pairing.A.Count)} pairs. Paired t test on their differences."
            : $"Not paired: {Figures.Count(pairing.A.Count)} and {Figures.Count(pairing.B.Count)} images as independent samples ({Figures.Count(pairing.Pairs)} could be paired). Welch's t test.";
        if (pairing.LeftOut.Count > 0)
        {
            yield return $"Left out: {string.Join(", ", pairing.LeftOut)}.";
        }

        if (!pairing.IsPaired && pairing.PromptsDiffer > 0)
        {
            yield return $"{Figures.Count(pairing.PromptsDiffer)} file names have different prompts in A and B: a difference may come from the prompts.";
        }

        yield return comparison.Tests == 0 ? "No metric could be tested." : $"p is adjusted by Holm for the {comparison.Tests} metrics tested; a verdict needs an adjusted p below {Comparison.AlphaText}.";
    }

    /// <summary>The numbers of a row, without the verdict.</summary>
    public static IReadOnlyList<string> Cells(MetricComparison metric)
    {
        var n = metric.A.Count == metric.B.Count ? Figures.Count(metric.A.Count) : $"{Figures.Count(metric.A.Count)}, {Figures.Count(metric.B.Count)}";
        var interval = metric.AdjustedP is null ? null : metric.Test?.Interval;
        return
        [
            metric.Name, n, Mean(metric.A, interval), Mean(metric.B, interval),
            metric.A.Count > 0 && metric.B.Count > 0 ? Figures.Signed(metric.B.Mean - metric.A.Mean, interval) : "",
            interval is { } found ? Figures.Of(found) : "", metric.Relative is { } relative ? Figures.Percent(relative) : "",
            interval is not null && metric.Test?.PValue is { } p ? Figures.PValue(p) : "", metric.AdjustedP is { } adjusted ? Figures.PValue(adjusted) : "",
        ];
    }

    public static string Describe(SetComparison set) =>
        $"As sets of {Figures.Count(set.Images)} images each, by {(set.Encoder.Description.Length > 0 ? set.Encoder.Description : set.Encoder.Identity[..12])}: "
        + $"CMMD {Figures.Of(set.Cmmd)} (below {Figures.Of(set.CmmdNoChange)} in 95 % of cases without a change), Fréchet distance {Figures.Of(set.Frechet)}, Vendi score A {Figures.Of(set.VendiA)}, B {Figures.Of(set.VendiB)}"
        + (set.Note is { } note ? $" ({note})." : ".");

    public static string NoSets(Comparison comparison) => (comparison.A.Encoders.Count, comparison.B.Encoders.Count) switch
    {
        (0, _) or (_, 0) => "No distances of the sets: a side has no embeddings (score files have them with --embeddings).",
        _ => "No distances of the sets: the sides have no encoder in common, or fewer than two images each.",
    };

    private static string Mean(SampleMoments moments, Interval? interval) => moments.Count == 0 ? "" : interval is { } found ? Figures.Of(moments.Mean, found) : Figures.Of(moments.Mean);
}
