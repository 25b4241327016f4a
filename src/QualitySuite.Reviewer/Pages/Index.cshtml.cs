using Microsoft.AspNetCore.Mvc;
using QualitySuite.Client;
using QualitySuite.Contracts.Metrics;
using QualitySuite.Reviewer.Charts;
using QualitySuite.Reviewer.Scope;

namespace QualitySuite.Reviewer.Pages;

/// <summary>Every metric over time.</summary>
public sealed class OverviewModel(QualityClient api, KnownDimensions known, TimeProvider clock, ILogger<OverviewModel> logger) : SuitePage(api, known, clock, logger)
{
    private const string ArtifactPrefix = "artifact_";

    // Artifacts are many of one sort, to be compared at a glance: small charts, all of them in sight.
    private static readonly (Func<MetricDefinition, bool> Has, string Title, string Hint, bool IsSmall)[] Parts =
    [
        (metric => metric.Kind == MetricKind.Automated && !IsArtifact(metric), "Scores", "computed from every image", false),
        (IsArtifact, "Artifacts", "how likely an image has them, as a model sees it", true),
        (metric => metric.Kind == MetricKind.Distribution, "Distribution", "each day's images as a whole, beside those of the seven days before", false),
        (metric => metric.Kind == MetricKind.Feedback, "Feedback", "what users say", false),
        (metric => metric.Kind == MetricKind.Behaviour, "Behaviour", "what users do", false),
        (metric => metric.Kind == MetricKind.Review, "Review", "what reviewers judge", false),
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
        Sections = [.. Parts
            .Select(part => new MetricSection(
                part.Title, part.Hint, part.IsSmall,
                [.. metrics.Where(m => m.Installed && part.Has(m) && !IsDetail(m))],
                [.. metrics.Where(m => m.Installed && part.Has(m) && IsDetail(m))]))
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

    private static bool IsArtifact(MetricDefinition metric) => metric.Id.StartsWith(ArtifactPrefix, StringComparison.Ordinal);

    /// <summary>Categories and reasons behind a sum that has its own chart are folded away.</summary>
    private static bool IsDetail(MetricDefinition metric) =>
        (metric.Id.StartsWith("unsafe_", StringComparison.Ordinal) && metric.Id != "unsafe_any")
        || (metric.Id.StartsWith("report_", StringComparison.Ordinal) && metric.Id != "report_rate");
}

/// <summary>Metrics of one sort; <paramref name="Details"/> are folded away.</summary>
internal sealed record MetricSection(string Title, string Hint, bool IsSmall, IReadOnlyList<MetricEntry> Main, IReadOnlyList<MetricEntry> Details);
