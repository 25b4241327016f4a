using Microsoft.AspNetCore.Mvc;
using QualitySuite.Client;
using QualitySuite.Contracts.Metrics;
using QualitySuite.Reviewer.Charts;
using QualitySuite.Reviewer.Scope;

namespace QualitySuite.Reviewer.Pages.Metrics;

/// <summary>One metric, large.</summary>
public sealed class MetricModel(QualityClient api, KnownDimensions known, TimeProvider clock, ILogger<MetricModel> logger) : SuitePage(api, known, clock, logger)
{
    /// <summary>The catalogue's entry, with what this deployment has for it; without that while the API does not answer.</summary>
    public MetricEntry Metric { get; private set; } = null!;

    internal ChartQuery Chart { get; private set; } = null!;

    public bool AsTable => Request.Query["view"] == "table";

    /// <summary>The chart's numbers, for the table view.</summary>
    internal ChartData? Numbers { get; private set; }

    /// <summary>The metric by the place at which images were shown; empty where no place is known, and for metrics that no user has a part in.</summary>
    public IReadOnlyList<ExposureRate> Places { get; private set; } = [];

    /// <summary>The address of the chart's data: everything in this page's address but the view.</summary>
    public string DataAddress => "/data" + ViewScope.Replace(Request, ("view", null));

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken)
    {
        if (MetricCatalogue.Find(id) is not { } definition)
        {
            return NotFound();
        }

        Metric = new MetricEntry(definition);
        Chart = ChartQuery.Read(Request.Query, Now).For(definition);
        return await ShowAsync(LoadAsync, cancellationToken);
    }

    /// <summary>Why a bucket width is not offered; null: it is.</summary>
    internal string? WhyNot(string bucket) => !Metric.Buckets.Contains(bucket) ? "only whole days"
        : BucketChoice.Fits(bucket, Scope.From, Scope.To, Now) ? null
        : bucket == "5m" ? "Five-minute buckets are kept for two days" : "Too many points for this range";

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var metrics = Api.ListMetricsAsync(cancellationToken);
        if (AsTable)
        {
            Numbers = await Chart.LoadAsync(Api, Known, Metric, cancellationToken);
        }

        if (Metric.Kind is MetricKind.Feedback or MetricKind.Behaviour)
        {
            var places = (await Api.GetExposureRatesAsync(new ExposureQuery(Metric.Id, Scope.From, Scope.To) { App = Scope.App }, cancellationToken)).Places;
            Places = places.Any(p => p.Surface is not null || p.Position is not null) ? places : [];
        }

        Metric = (await metrics).FirstOrDefault(m => m.Id == Metric.Id) ?? Metric;
    }
}
