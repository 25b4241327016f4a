using Microsoft.AspNetCore.Mvc;
using QualitySuite.Client;
using QualitySuite.Contracts;
using QualitySuite.Contracts.Generations;
using QualitySuite.Contracts.Metrics;
using QualitySuite.Reviewer.Generations;
using QualitySuite.Reviewer.Scope;

namespace QualitySuite.Reviewer.Pages.Generations;

/// <summary>The gallery.</summary>
public sealed class GalleryModel(QualityClient api, KnownDimensions known, TimeProvider clock, ILogger<GalleryModel> logger) : SuitePage(api, known, clock, logger)
{
    private const int PageSize = 48;
    private const int LargestPage = 200;

    [BindProperty(SupportsGet = true, Name = "version")]
    public string? Version { get; set; }

    [BindProperty(SupportsGet = true, Name = "outcome")]
    public string? Outcome { get; set; }

    [BindProperty(SupportsGet = true, Name = "metric")]
    public string? Metric { get; set; }

    [BindProperty(SupportsGet = true, Name = "min")]
    public double? Min { get; set; }

    [BindProperty(SupportsGet = true, Name = "max")]
    public double? Max { get; set; }

    [BindProperty(SupportsGet = true, Name = "order")]
    public string? Order { get; set; }

    [BindProperty(SupportsGet = true, Name = "prompt")]
    public string? Prompt { get; set; }

    [BindProperty(SupportsGet = true, Name = "cursor")]
    public string? Cursor { get; set; }

    /// <summary>Images to a page, 1-200.</summary>
    [BindProperty(SupportsGet = true, Name = "limit")]
    public int? Limit { get; set; }

    public Page<GenerationSummary> Shown { get; private set; } = new([], NextCursor: null);

    public IReadOnlyList<string> Versions { get; private set; } = [];

    internal UnusualScores Unusual { get; private set; } = new([]);

    /// <summary>What an image can be filtered and ordered by.</summary>
    public static IReadOnlyList<MetricDefinition> ScoredMetrics { get; } = [.. MetricCatalogue.All.Where(m => m.Kind == MetricKind.Automated)];

    public MetricDefinition? ChosenMetric => Metric is null ? null : MetricCatalogue.Find(Metric);

    public bool IsFiltered => Version is not null || Outcome is not null || Metric is not null || Prompt is not null || Min is not null || Max is not null;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(LoadAsync, cancellationToken);

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var facets = Api.GetFacetsAsync(Scope.App, cancellationToken);
        var byMetric = Order is "metric_asc" or "metric_desc";
        Shown = await Api.ListGenerationsAsync(
            new GenerationQuery
            {
                App = Scope.App,
                From = Scope.From,
                To = Scope.To,
                ModelVersion = Version,
                Outcome = Enum.GetValues<GenerationOutcome>().Cast<GenerationOutcome?>().FirstOrDefault(o => Display.Words.Wire(o!) == Outcome),
                Prompt = Prompt,
                Metric = Metric,
                // Bounds and orders say nothing without the metric that they are of.
                Min = Metric is null ? null : Min,
                Max = Metric is null ? null : Max,
                Order = byMetric && Metric is null ? null : Order,
                Limit = Math.Clamp(Limit ?? PageSize, 1, LargestPage),
                Cursor = Cursor,
            },
            cancellationToken);
        Versions = (await facets).ModelVersions;
        Unusual = new UnusualScores(Shown.Items);
    }
}
