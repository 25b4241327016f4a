using QualitySuite.Scenes;
using QualitySuite.Scenes.Faults;
using QualitySuite.Statistics;

namespace QualitySuite.Cli.Evaluate;

/// <summary>How well a metric tells degraded images from clean ones.</summary>
/// <param name="Metric">Id of the metric.</param>
/// <param name="Threshold">The pack's; null: it has none.</param>
/// <param name="Areas">By severity, clean images against those with its artifact; null: the pack has no metric of one.</param>
/// <param name="Found">At medium severity, at the threshold; null without one.</param>
/// <param name="FalseAlarms">Clean images at the threshold; null without one.</param>
internal sealed record ArtifactRow(
    string Metric, double? Threshold, IReadOnlyDictionary<Severity, RocArea?> Areas, CountedShare? Found, CountedShare? FalseAlarms)
{
    /// <summary>Of scored images; a metric without a fault of its own is of all of them.</summary>
    public static ArtifactRow Of(ArtifactMetric metric, EvaluationImages images)
    {
        IReadOnlyList<EvaluationImage> At(Severity severity) =>
            [.. images.Degraded.Where(group => group.Key.Severity == severity && IsOf(metric, group.Key.Fault)).SelectMany(group => group.Value)];
        CountedShare? Triggered(IReadOnlyList<EvaluationImage> among) => metric.Threshold is null ? null : new CountedShare(among.Count(metric.Triggers), among.Count);
        double[] Scores(IReadOnlyList<EvaluationImage> of) => [.. of.Select(image => image[metric.Scorer])];
        return new ArtifactRow(
            metric.Metric,
            metric.Threshold,
            Severity.All.ToDictionary(severity => severity, severity => RocArea.Of(Scores(images.Right), Scores(At(severity)))),
            Triggered(At(Severity.Medium)),
            Triggered(images.Right));
    }

    /// <summary>Drawing styles of which degraded images are made.</summary>
    public IReadOnlyList<DrawingStyle> Styles => [.. Enum.GetValues<DrawingStyle>().Except(StylesNotAsked)];

    /// <summary>Drawing styles that cannot show the artifact.</summary>
    public IReadOnlyList<DrawingStyle> StylesNotAsked => ArtifactMetric.Labels.TryGetValue(Metric, out var fault)
        ? [.. Enum.GetValues<DrawingStyle>().Where(style => !PixelFaults.CanShow(fault, style))]
        : [];

    private static bool IsOf(ArtifactMetric metric, Fault fault) => metric.Fault is null || metric.Fault == fault;
}
