using QualitySuite.Scoring;

namespace QualitySuite.Cli.Evaluate;

/// <summary>What of a pack can be evaluated, and why the rest cannot.</summary>
internal sealed class EvaluatedPack
{
    public const string AlignmentMetric = "clip_score";

    private readonly ScoringEngine _engine;

    /// <exception cref="ToolException">There is nothing to evaluate.</exception>
    public EvaluatedPack(ScoringEngine engine)
    {
        _engine = engine;
        Name = string.Join(", ", engine.Packs.Select(pack => $"{pack.Name} {pack.Version}"));
        Alignment = ScorerOf(AlignmentMetric);
        Artifacts = [.. ArtifactMetric.Labels.Keys.Append(ArtifactMetric.Any).Select(FindArtifact).OfType<ArtifactMetric>()];
        Absent =
        [
            .. ArtifactMetric.Labels.Keys.Append(ArtifactMetric.Any).Prepend(AlignmentMetric).Where(metric => ScorerOf(metric) is null)
                .GroupBy(metric => engine.AbsentMetrics.FirstOrDefault(absent => absent.Metric == metric)?.Reason ?? "no part of the pack gives it")
                .Select(group => new UnevaluatedMetrics([.. group], group.Key)),
        ];
        if (Alignment is null && Artifacts.Count == 0)
        {
            throw new ToolException($"There is nothing to evaluate. {string.Join("; ", Absent)}");
        }

        HashSet<string> artifacts = [.. ArtifactMetric.Labels.Keys, ArtifactMetric.Any];
        AlignmentPlan = engine.PlanFor(new HashSet<string> { AlignmentMetric });
        ArtifactPlan = engine.PlanFor(artifacts);
        FullPlan = engine.PlanFor(new HashSet<string>(artifacts) { AlignmentMetric });
    }

    /// <summary>With the version.</summary>
    public string Name { get; }

    /// <summary>What compares image and prompt; null: absent.</summary>
    public ScorerIdentity? Alignment { get; }

    /// <summary>Those that are there, that of all artifacts last.</summary>
    public IReadOnlyList<ArtifactMetric> Artifacts { get; }

    public IReadOnlyList<UnevaluatedMetrics> Absent { get; }

    public ScoringPlan AlignmentPlan { get; }

    public ScoringPlan ArtifactPlan { get; }

    public ScoringPlan FullPlan { get; }

    private ScorerIdentity? ScorerOf(string metric) => _engine.Scorers.FirstOrDefault(scorer => scorer.Metric == metric);

    private ArtifactMetric? FindArtifact(string metric)
    {
        if (ScorerOf(metric) is not { } scorer)
        {
            return null;
        }

        var thresholds = _engine.Parts.First(part => part.Problem is null && part.Metrics.Contains(metric)).Thresholds;
        return new ArtifactMetric(
            ArtifactMetric.Labels.TryGetValue(metric, out var fault) ? fault : null, scorer, thresholds.TryGetValue(metric, out var threshold) ? threshold : null);
    }
}
