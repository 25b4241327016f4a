using QualitySuite.Contracts.Generations;
using QualitySuite.Contracts.Metrics;
using QualitySuite.Scoring;

namespace QualitySuite.ScoringWorker.Gate;

/// <summary>The facts of a scoring that nobody stores: about the metrics that were asked for, and no others.</summary>
internal sealed class GateFacts(ScoringEngine engine, ScoringFacts facts)
{
    private readonly HashSet<string> _answered =
        [.. engine.PlanFor(new HashSet<string>()).Scorers.Select(s => s.Metric), .. engine.AbsentMetrics.Select(a => a.Metric)];

    private readonly HashSet<string> _onTrial = [.. engine.Scorers.Where(s => engine.IsShadow(s.Identity)).Select(s => s.Metric)];

    /// <param name="image">The scored image.</param>
    /// <param name="metrics">What was asked for; none: everything that there is.</param>
    public IReadOnlyList<ScoringFact> Of(PreparedImage image, IReadOnlySet<string> metrics)
    {
        var found = facts.Of(image).Where(f => f.Kind != "not_sampled");
        if (metrics.Count == 0)
        {
            return [.. found];
        }

        return
        [
            .. metrics.Where(m => !_answered.Contains(m)).Select(m => _onTrial.Contains(m) ? OnTrial(m) : NotInstalled(m)),
            .. found.Select(f => f.Metrics is null ? f : f with { Metrics = [.. f.Metrics.Where(metrics.Contains)] }).Where(f => f.Metrics is not { Count: 0 }),
        ];
    }

    private static ScoringFact OnTrial(string metric) => new(
        "not_answered", "Only a shadow pack gives this metric; it is on trial and scores stored generations alone.", [metric]);

    private static ScoringFact NotInstalled(string metric)
    {
        var pack = MetricCatalogue.Find(metric)?.Pack;
        return new ScoringFact(
            "not_installed", pack is null ? "No pack in use gives this metric." : $"No pack in use gives this metric; quality models pull {pack} installs one that does.", [metric]);
    }
}
