using QualitySuite.Scenes.Faults;

namespace QualitySuite.Cli.Evaluate;

/// <summary>What the starter pack is to reach.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Wanted">For people.</param>
/// <param name="Reached">For people.</param>
/// <param name="Met">Null: it could not be measured, or not all of it.</param>
internal sealed record Goal(string Name, string Wanted, string Reached, bool? Met)
{
    private const double AttributeArea = 0.85;
    private const double CountArea = 0.75;
    private const double MostPValue = 0.001;
    private const double ArtifactArea = 0.95;
    private const double MostFalseAlarms = 0.02;

    public string Verdict => Met switch { true => "met", false => "missed", null => "not measured" };

    public static IReadOnlyList<Goal> Of(Evaluation evaluation) =>
    [
        Area(evaluation, MismatchRow.Attribute, AttributeArea),
        Area(evaluation, MismatchRow.Count, CountArea),
        Drop(evaluation, Fault.WrongAttribute, MismatchRow.Attribute),
        Drop(evaluation, Fault.WrongCount, MismatchRow.Count),
        OfEach(
            "each artifact at medium severity: AUC",
            $"at least {EvaluationText.Area(ArtifactArea)}",
            [.. ArtifactMetric.Labels.Keys.Select(metric => new Measured(metric, Find(evaluation, metric)?.Areas[Severity.Medium]?.Value))],
            area => area >= ArtifactArea,
            area => -area,
            EvaluationText.Area),
        OfEach(
            "each artifact, and any: false alarms on clean images",
            $"below {EvaluationText.Percent(MostFalseAlarms)}",
            [.. ArtifactMetric.Labels.Keys.Append(ArtifactMetric.Any).Select(metric => new Measured(metric, Find(evaluation, metric)?.FalseAlarms?.Value))],
            share => share < MostFalseAlarms,
            share => share,
            EvaluationText.Percent),
    ];

    private static Goal Area(Evaluation evaluation, string kind, double wanted)
    {
        var area = evaluation.Alignment?.Mismatches.First(row => row.Kind == kind).Area;
        return new Goal($"{kind}: AUC", $"at least {EvaluationText.Area(wanted)}", EvaluationText.Area(area), area is null ? null : area.Value >= wanted);
    }

    private static Goal Drop(Evaluation evaluation, Fault fault, string kind)
    {
        var difference = evaluation.Alignment?.Versions.First(row => row.Fault == fault).Difference;
        return new Goal(
            $"{kind}: p of a faulty version's drop (Welch)",
            $"below {EvaluationText.Number(MostPValue, 3)}",
            difference?.PValue is { } p ? Figures.PValue(p) : EvaluationText.None,
            difference?.PValue is null ? null : difference is { Difference: < 0, PValue: < MostPValue });
    }

    /// <summary>Names the worst where all meet it, and else all that do not.</summary>
    private static Goal OfEach(string name, string wanted, List<Measured> metrics, Func<double, bool> meets, Func<double, double> badness, Func<double, string> write)
    {
        string Tell(Measured metric) => $"{write(metric.Value!.Value)} ({metric.Metric})";
        var there = metrics.Where(metric => metric.Value is not null).OrderByDescending(metric => badness(metric.Value!.Value)).ToList();
        var missed = there.Where(metric => !meets(metric.Value!.Value)).ToList();
        var reached = missed.Count > 0 ? string.Join(", ", missed.Select(Tell)) : there.Count > 0 ? $"at worst {Tell(there[0])}" : EvaluationText.None;
        var absent = metrics.Count - there.Count;
        return new Goal(
            name, wanted, absent > 0 && there.Count > 0 ? $"{reached}; {absent} of {metrics.Count} absent" : reached, missed.Count > 0 ? false : absent > 0 ? null : true);
    }

    private static ArtifactRow? Find(Evaluation evaluation, string metric) => evaluation.Artifacts.FirstOrDefault(row => row.Metric == metric);

    private sealed record Measured(string Metric, double? Value);
}
