using System.Text.Json;
using QualitySuite.Statistics;

namespace QualitySuite.Cli.Evaluate;

/// <summary>An evaluation for programs. What cannot be said is null.</summary>
internal static class EvaluationJson
{
    public static object Of(Evaluation evaluation) => new
    {
        pack = evaluation.Pack,
        seed = EvaluationImages.Seed,
        scenes = evaluation.Sizes.Scenes,
        scorers = evaluation.Scorers,
        absent = evaluation.Absent.Select(absent => new { metrics = absent.Metrics, reason = absent.Reason }),
        mismatches = evaluation.Alignment?.Mismatches.Select(Describe),
        styles = evaluation.Alignment?.Styles.Select(row => new { style = Name(row.Style), attribute = Describe(row.Attribute), count = Describe(row.Count) }),
        retrieval = evaluation.Alignment is { } alignment ? new { among = alignment.Prompts, found = Describe(alignment.Retrieval) } : null,
        versions = evaluation.Alignment?.Versions.Select(row => new
        {
            fault = Name(row.Fault),
            images = row.Images,
            right = row.Right,
            difference = row.Difference?.Difference,
            interval = Ends(row.Difference?.Interval),
            pValue = row.Difference?.PValue,
        }),
        words = evaluation.Words is { } words ? new
        {
            judge = words.Judge,
            threshold = words.Threshold,
            classes = words.Rows.Select(row => new
            {
                @class = row.Class,
                falselyUnmatched = Describe(row.FalselyUnmatched),
                unmatched = Describe(row.Unmatched),
                area = row.Area?.Value,
                interval = Ends(row.Area?.Interval),
            }),
        } : null,
        artifacts = evaluation.Artifacts.Select(row => new
        {
            metric = row.Metric,
            threshold = row.Threshold,
            styles = row.Styles.Select(Name),
            severities = row.Areas.Select(area => new { severity = area.Key.Value, area = area.Value?.Value, interval = Ends(area.Value?.Interval) }),
            found = Describe(row.Found),
            falseAlarms = Describe(row.FalseAlarms),
        }),
        goals = evaluation.Goals.Select(goal => new { goal = goal.Name, wanted = goal.Wanted, reached = goal.Reached, met = goal.Met }),
    };

    private static object Describe(MismatchRow row) => new { kind = row.Kind, area = row.Area?.Value, interval = Ends(row.Area?.Interval), inOrder = Describe(row.InOrder) };

    private static object? Describe(CountedShare? share) =>
        share is not { Of: > 0 } ? null : new { count = share.Count, of = share.Of, share = share.Value, interval = Ends(share.Interval) };

    private static double[]? Ends(Interval? interval) => interval is { } found ? [found.Low, found.High] : null;

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
