using System.Collections.Concurrent;
using System.Globalization;
using QualitySuite.Contracts.Metrics;
using QualitySuite.Statistics;

namespace QualitySuite.FeedbackApi.Metrics;

/// <summary>Says how two groups of generations differ.</summary>
internal sealed class MetricComparer(ScorerDirectory scorers, CompareStore store)
{
    /// <summary>Metrics that are read at a time: the database has others to serve.</summary>
    private const int MostAtOnce = 4;

    /// <summary>Both groups by the same scorer: the asked one, or the primary one with null. Null where the asked one does not exist.</summary>
    public async Task<MetricComparison?> CompareAsync(
        CompareRequest request, MetricDefinition metric, string? scorer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (metric.Kind != MetricKind.Automated)
        {
            return Describe(metric, await store.ReadAsync(request, metric, scorer: null, now, cancellationToken), scorer: null, []);
        }

        var known = await scorers.ReadAsync(metric.Id, request.App, cancellationToken);
        var chosen = scorer is null ? known.Primary : known.All.FirstOrDefault(s => s.Identity == scorer);
        if (chosen is null && scorer is not null)
        {
            return null;
        }

        return Describe(
            metric, await store.ReadAsync(request, metric, chosen?.Id, now, cancellationToken), chosen?.Identity,
            [.. known.All.Where(s => s.Id != chosen?.Id).Select(s => s.Identity)]);
    }

    /// <summary>By every metric that has values, the smallest p value first, each adjusted for all of them.</summary>
    public async Task<IReadOnlyList<MetricComparison>> CompareAllAsync(CompareRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var registered = await scorers.ReadAllAsync(cancellationToken);
        var metrics = MetricCatalogue.All
            .Where(metric => metric.Kind == MetricKind.Automated ? registered.Contains(metric.Id) : MetricSource.Of(metric) is not null)
            .ToList();
        var found = new ConcurrentDictionary<MetricDefinition, MetricComparison>();
        await Parallel.ForEachAsync(
            metrics, new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellationToken },
            async (metric, token) => found[metric] = (await CompareAsync(request, metric, scorer: null, now, token))!);
        return Together(metrics.ConvertAll(metric => found[metric]));
    }

    private static IReadOnlyList<MetricComparison> Together(IReadOnlyList<MetricComparison> comparisons)
    {
        var tested = comparisons.Where(c => c.Difference.P is not null).OrderBy(c => c.Difference.P).ToList();
        var adjusted = HolmAdjustment.Adjust([.. tested.Select(c => c.Difference.P!.Value)]);
        return
        [
            .. tested.Select((c, i) => c with { Difference = c.Difference with { AdjustedP = adjusted[i] } }),
            .. comparisons.Where(c => c.Difference.P is null),
        ];
    }

    private static MetricComparison Describe(
        MetricDefinition metric, (ComparedGroup A, ComparedGroup B) groups, string? scorer, IReadOnlyList<string> otherScorers)
    {
        var (a, b) = groups;
        var found = metric.IsProportion
            ? GroupComparison.OfProportions(Successes(a), a.N, Successes(b), b.N)
            : GroupComparison.OfMeans(Moments(a), Moments(b));
        return new MetricComparison(
            metric.Id, scorer, otherScorers, a, b,
            new ComparedDifference(found.Difference, Ends(found.Interval), found.PValue, found.IsClear, found.NeededN, WhatIsMissing(found, a, b)),
            new RelativeDifference(found.Relative, Ends(found.RelativeInterval)),
            metric.HistogramEdges);
    }

    private static long Successes(ComparedGroup group) => (long)Math.Round((group.Mean ?? 0) * group.N);

    private static SampleMoments Moments(ComparedGroup group) => new(group.N, group.Mean ?? double.NaN, group.Stddev ?? 0);

    private static double[]? Ends(Interval? interval) => interval is { } found ? [found.Low, found.High] : null;

    private static string? WhatIsMissing(GroupComparison found, ComparedGroup a, ComparedGroup b) => found switch
    {
        { Interval: not null } => null,
        { NeededN: { } needed } => string.Create(CultureInfo.InvariantCulture, $"It takes {needed} values in each group; a has {a.N} and b has {b.N}."),
        _ => "All values of each group are the same, so nothing says how far others would lie from them.",
    };
}
