using Microsoft.AspNetCore.Mvc;
using QualitySuite.Client;
using QualitySuite.Contracts.Metrics;
using QualitySuite.Reviewer.Comparing;
using QualitySuite.Reviewer.Scope;

namespace QualitySuite.Reviewer.Pages.Compare;

/// <summary>Two model versions, apps or samplers beside each other, by every metric.</summary>
public sealed class CompareModel(QualityClient api, KnownDimensions known, TimeProvider clock, ILogger<CompareModel> logger) : SuitePage(api, known, clock, logger)
{
    internal CompareChoice Choice { get; private set; } = null!;

    internal GroupLook Baseline { get; private set; } = null!;

    internal GroupLook Candidate { get; private set; } = null!;

    /// <summary>Metrics with an interval, the clearest difference first.</summary>
    internal IReadOnlyList<ComparedMetric> Compared { get; private set; } = [];

    /// <summary>Metrics of which nothing can be said.</summary>
    internal IReadOnlyList<ComparedMetric> NotCompared { get; private set; } = [];

    /// <summary>The one that is shown large; null: nothing was compared.</summary>
    internal ComparedMetric? Shown { get; private set; }

    /// <summary>Whether there are two different groups.</summary>
    internal bool CanCompare => Choice is { Baseline: { } a, Candidate: { } b } && a != b;

    /// <summary>Apps are compared with each other whichever app the top bar has.</summary>
    private string? App => CompareChoice.DimensionOf(Request.Query) == CompareChoice.App ? null : Scope.App;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(LoadAsync, cancellationToken);

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var facets = App is { } app ? await Api.GetFacetsAsync(app, cancellationToken) : await Known.GetAsync(cancellationToken);
        Choice = CompareChoice.Read(Request.Query, facets);
        if (!CanCompare)
        {
            return;
        }

        var (a, b) = (Choice.Baseline!, Choice.Candidate!);
        (Baseline, Candidate) = GroupLook.Of(Choice, a, b, await Known.StylesAsync(cancellationToken));
        var query = new ComparisonQuery(Choice.Write(a), Choice.Write(b)) { From = Scope.From, To = Scope.To, App = App };
        var found = (await Api.CompareAllAsync(query, cancellationToken)).Items;
        var tested = found.Count(c => c.Difference.P is not null);
        List<ComparedMetric> metrics = [.. from c in found let metric = MetricCatalogue.Find(c.Metric) where metric is not null select new ComparedMetric(metric, c, tested)];
        Compared = metrics.FindAll(m => m.Verdict != Verdict.CannotSay);
        NotCompared = metrics.FindAll(m => m.Verdict == Verdict.CannotSay);
        Shown = metrics.Find(m => m.Metric.Id == Request.Query["metric"]) ?? (Compared is [var clearest, ..] ? clearest : null);
    }
}
