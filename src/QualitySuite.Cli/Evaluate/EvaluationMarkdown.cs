using System.Globalization;
using System.Text;
using System.Text.Json;
using static QualitySuite.Cli.Evaluate.EvaluationText;

namespace QualitySuite.Cli.Evaluate;

/// <summary>An evaluation as the model card has it.</summary>
internal static class EvaluationMarkdown
{
    public static string Write(Evaluation evaluation)
    {
        var text = new StringBuilder();
        text.Append(Method(evaluation)).Append('\n');
        if (evaluation.Alignment is { } alignment)
        {
            text.Append(Alignment(alignment));
        }

        if (evaluation.Words is { } words)
        {
            text.Append(PromptWords(words));
        }

        if (evaluation.Artifacts.Count > 0)
        {
            text.Append(Artifacts(evaluation));
        }

        if (evaluation.Absent.Count > 0)
        {
            text.Append("\n### Absent\n\n").AppendJoin('\n', evaluation.Absent.Select(absent => $"- {absent}")).Append('\n');
        }

        return text.Append("\n### Goals\n\n")
            .Append(Table(["goal", "wanted", "reached", ""], evaluation.Goals.Select(goal => new[] { goal.Name, goal.Wanted, goal.Reached, goal.Verdict })))
            .ToString();
    }

    private static string Method(Evaluation evaluation)
    {
        var sizes = evaluation.Sizes;
        var isDefault = sizes.Scenes == EvaluationSizes.Default;
        var scorers = string.Concat(((string[])[EvaluatedPack.AlignmentMetric, ArtifactMetric.Any]).Where(evaluation.Scorers.ContainsKey)
            .Select(metric => $", {metric} by {evaluation.Scorers[metric][..12]}"));
        var more = isDefault ? "" : $" The card's figures are of {EvaluationSizes.Default} scenes.";
        return string.Create(CultureInfo.InvariantCulture, $"""
            Measured by `quality evaluate starter{(isDefault ? "" : $" --images {sizes.Scenes}")}` on {evaluation.Pack}{scorers}: {sizes.Scenes} scenes from seed {EvaluationImages.Seed},
            {EvaluationImages.Side} pixels a side, drawn and encoded as by the demo's simulator, whose renderer had no part in the starter pack's training.
            Intervals are of 95 % and take images as independent.{more}
            """);
    }

    private static string Alignment(AlignmentResult alignment)
    {
        var retrieval = $"{Percent(alignment.Retrieval)} of {alignment.Retrieval.Of} images ({Bounds(alignment.Retrieval)}) find their own prompt among {alignment.Prompts}.";
        return $"""

            ### {EvaluatedPack.AlignmentMetric}: right against wrong images

            AUC: how often a right image scores above a wrong one, of whatever prompts. In order: how often it does within a prompt, of one seed.

            {Table(
                ["what is wrong", "pairs", "AUC", "interval", "in order", "interval"],
                alignment.Mismatches.Select(row => new[] { row.Kind, Count(row.InOrder.Of), Area(row.Area), Bounds(row.Area), Percent(row.InOrder), Bounds(row.InOrder) }))}
            {retrieval}

            ### {EvaluatedPack.AlignmentMetric} by drawing style

            {Table(
                ["style", "attribute: AUC", "interval", "in order", "count: AUC", "interval", "in order"],
                alignment.Styles.Select(row => new[]
                {
                    Words(row.Style.ToString()), Area(row.Attribute.Area), Bounds(row.Attribute.Area), Percent(row.Attribute.InOrder),
                    Area(row.Count.Area), Bounds(row.Count.Area), Percent(row.Count.InOrder),
                }))}
            ### {EvaluatedPack.AlignmentMetric} of a version that is always wrong

            {Table(["what is wrong", "images of each", "mean of right ones", "difference", "interval", "p (Welch)"], alignment.Versions.Select(Version))}
            """;
    }

    private static string[] Version(VersionRow row) =>
    [
        Words(row.Fault.ToString()), Count(row.Images), Number(row.Right, 2), row.Difference is { } found ? Number(found.Difference, 2) : None,
        row.Difference?.Interval is { } interval ? Bounds(interval, 2) : None, row.Difference?.PValue is { } p ? Figures.PValue(p) : None,
    ];

    private static string PromptWords(WordResult words) => $"""

        ### Words of prompts, by {words.Judge[..12]}

        A word whose probability is below {Number(words.Threshold, 2)} is called unmatched. Right words are those of images drawn as asked. Changed words are those in whose place an image
        shows something else: the colours of a wrong attribute, the number of a wrong count, the noun of a wrong object, the words of a wrong relation. AUC: how often
        the probability of a right word is above that of a changed one. Words of one image are not independent: the intervals are somewhat too narrow.

        {Table(
            ["class", "right words", "called unmatched", "interval", "changed words", "called unmatched", "interval", "AUC", "interval"],
            words.Rows.Select(row => new[]
            {
                row.Class, Count(row.FalselyUnmatched.Of), Percent(row.FalselyUnmatched), Bounds(row.FalselyUnmatched),
                row.Unmatched is { } changed ? Count(changed.Of) : None, Percent(row.Unmatched), Bounds(row.Unmatched), Area(row.Area), Bounds(row.Area),
            }))}
        """;

    private static string Artifacts(Evaluation evaluation) => $"""

        ### Artifacts: degraded against clean images

        {Count(evaluation.Sizes.OfSeverity)} images of each artifact and severity ({string.Join(", ", Severity.All.Select(severity => $"{severity.Name} {Number(severity.Value, 2)}"))} of its range)
        against {Count(evaluation.Sizes.Scenes)} clean ones; found and false alarms at the pack's threshold.{NotAsked(evaluation)}

        {Table(
            ["metric", "AUC low", "AUC medium", "interval", "AUC high", "threshold", "found, medium", "interval", "false alarms", "interval"],
            evaluation.Artifacts.Select(row => new[]
            {
                row.Metric, Area(row.Areas[Severity.Low]), Area(row.Areas[Severity.Medium]), Bounds(row.Areas[Severity.Medium]), Area(row.Areas[Severity.High]),
                row.Threshold is { } threshold ? Number(threshold, 3) : "none", Percent(row.Found), Bounds(row.Found), Percent(row.FalseAlarms), Bounds(row.FalseAlarms),
            }))}
        """;

    /// <summary>A sentence for every metric that some styles are not asked about, on a line of its own.</summary>
    private static string NotAsked(Evaluation evaluation) => string.Concat(evaluation.Artifacts.Where(row => row.StylesNotAsked.Count > 0).Select(row =>
        $"\n{row.Metric} is not asked of {string.Join(", ", row.StylesNotAsked.Select(style => Words(style.ToString())))}, which is drawn in flat tones and bands on purpose, so that nobody could tell; "
        + "its clean images count all the same."));

    private static string Words(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name).Replace('_', ' ');

    private static string Count(int count) => Figures.Count(count);

    private static string Table(IReadOnlyList<string> headings, IEnumerable<string[]> rows) => string.Concat(
        rows.Prepend([.. headings.Select(_ => "---")]).Prepend([.. headings]).Select(row => $"| {string.Join(" | ", row.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |\n"));
}
