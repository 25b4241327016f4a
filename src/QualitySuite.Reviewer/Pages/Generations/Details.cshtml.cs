using Microsoft.AspNetCore.Mvc;
using QualitySuite.Client;
using QualitySuite.Contracts.Generations;
using QualitySuite.Contracts.Metrics;
using QualitySuite.Reviewer.Scope;

namespace QualitySuite.Reviewer.Pages.Generations;

/// <summary>Everything known about one generation.</summary>
public sealed class GenerationModel(QualityClient api, KnownDimensions known, TimeProvider clock, ILogger<GenerationModel> logger) : SuitePage(api, known, clock, logger)
{
    private static readonly Dictionary<string, int> CatalogueOrder =
        MetricCatalogue.All.Select((m, i) => (m.Id, i)).ToDictionary(m => m.Id, m => m.i, StringComparer.Ordinal);

    public Guid Id { get; private set; }

    /// <summary>Null while the API does not answer.</summary>
    public Generation? Generation { get; private set; }

    /// <summary>Every score, in the catalogue's order; those of other scorers behind the primary one.</summary>
    public IReadOnlyList<Score> Scores { get; private set; } = [];

    /// <summary>What each encoder says about the words of the prompt.</summary>
    public IReadOnlyList<PromptWords> Words { get; private set; } = [];

    /// <summary>The words that one of them does not find.</summary>
    public IReadOnlyList<PromptWord> Unmatched => [.. Words.SelectMany(w => w.Unmatched)];

    public Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        Id = id;
        return ShowAsync(LoadAsync, cancellationToken);
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        Generation = await Api.GetGenerationAsync(Id, cancellationToken);
        Words = [.. Generation.Facts.Select(f => f.Words).OfType<PromptWords>()];
        Scores = [.. Generation.Scores
            .OrderBy(s => CatalogueOrder.GetValueOrDefault(s.Metric, int.MaxValue))
            .ThenByDescending(s => s.Primary)
            .ThenBy(s => s.CreatedAt)];
    }
}
