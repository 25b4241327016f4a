using Microsoft.AspNetCore.Mvc;
using QualitySuite.Client;
using QualitySuite.Contracts.Metrics;
using QualitySuite.Reviewer.Charts;
using QualitySuite.Reviewer.Scope;

namespace QualitySuite.Reviewer.Pages;

/// <summary>Every metric over time.</summary>
public sealed class OverviewModel(QualityClient api, KnownDimensions known, TimeProvider clock, ILogger<OverviewModel> logger) : SuitePage(api, known, clock, logger)
{
    private static readonly (MetricKind Kind, string Title, string Hint)[] Kinds =
    [
        (MetricKind.Automated, "Scores", "computed from every image"),
        (MetricKind.Distribution, "Distribution", "each day's images as a whole, beside those of the seven days before"),
        (MetricKind.Feedback, "Feedback", "what users say"),
        (MetricKind.Behaviour, "Behaviour", "what users do"),
        (MetricKind.Review, "Review", "what reviewers judge"),
    ];

    internal IReadOnlyList<MetricSection> Sections { get; private set; } = [];

    /// <summary>Metrics that nothing in this deployment computes.</summary>
    public IReadOnlyList<MetricEntry> NotMeasured { get; private set; } = [];

    /// <summary>Without JavaScript, and for those who prefer it: the newest numbers as a table.</summary>
    public bool AsTable => Request.Query["view"] == "table";

    internal bool Together => Request.Query["lines"] == "together";

    internal IReadOnlyDictionary<string, ChartData> Numbers { get; private set; } = new Dictionary<string, ChartData>();

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(LoadAsync, cancellationToken);

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var metrics = await Api.ListMetricsAsync(cancellationToken);
        NotMeasured = [.. metrics.Where(m => !m.Installed)];
        Sections = [.. Kinds
            .Select(k => new MetricSection(
                k.Title, k.Hint,
                [.. metrics.Where(m => m.Installed && m.Kind == k.Kind && !IsDetail(m))],
                [.. metrics.Where(m => m.Installed && m.Kind == k.Kind && IsDetail(m))]))
            .Where(s => s.Main.Count + s.Details.Count > 0)];
        if (AsTable)
        {
            Numbers = await LoadNumbersAsync([.. metrics.Where(m => m.Installed)], cancellationToken);
        }
    }

    private async Task<IReadOnlyDictionary<string, ChartData>> LoadNumbersAsync(IReadOnlyList<MetricEntry> metrics, CancellationToken cancellationToken)
    {
        var query = ChartQuery.Read(Request.Query, Now);
        var charts = await Task.WhenAll(metrics.Select(metric => query.LoadAsync(Api, Known, metric, cancellationToken)));
        return charts.ToDictionary(c => c.Metric, StringComparer.Ordinal);
    }

    /// <summary>Labels and reasons behind a sum that has its own chart are folded away.</summary>
    private static bool IsDetail(MetricDefinition metric) =>
        !metric.Id.EndsWith("_any", StringComparison.Ordinal)
        && (metric.Id.StartsWith("artifact_", StringComparison.Ordinal)
            || metric.Id.StartsWith("unsafe_", StringComparison.Ordinal)
            || (metric.Id.StartsWith("report_", StringComparison.Ordinal) && metric.Id != "report_rate"));
}

/// <summary>Metrics of one kind; <paramref name="Details"/> are folded away.</summary>
internal sealed record MetricSection(string Title, string Hint, IReadOnlyList<MetricEntry> Main, IReadOnlyList<MetricEntry> Details);
