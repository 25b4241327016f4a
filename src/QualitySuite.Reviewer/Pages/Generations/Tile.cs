using QualitySuite.Contracts.Generations;
using QualitySuite.Contracts.Metrics;
using QualitySuite.Reviewer.Generations;
using QualitySuite.Reviewer.Scope;

namespace QualitySuite.Reviewer.Pages.Generations;

/// <summary>One image of the gallery. The first caption is the score that the gallery is filtered or ordered by.</summary>
internal sealed record Tile(GenerationSummary Generation, MetricDefinition? Chosen, UnusualScores Unusual, ViewScope Scope)
{
    private const int PromptCharacters = 240;

    /// <summary>The scores to show: the chosen one, then the most unusual.</summary>
    public IEnumerable<(MetricDefinition Metric, double Value)> Scores()
    {
        var chosen = Generation.Scores.Where(s => s.Primary && s.Metric == Chosen?.Id).Select(s => (Chosen!, s.Value));
        return chosen.Concat(Unusual.Of(Generation, count: 2).Where(s => s.Metric.Id != Chosen?.Id));
    }

    public string Prompt => Generation.Prompt.Length <= PromptCharacters ? Generation.Prompt : Generation.Prompt[..PromptCharacters] + "…";

    /// <summary>Of a file that could not be scored there may be no thumbnail; browsers show what they can of the original.</summary>
    public string ImageAddress => $"/generations/{Generation.Id}/image" + (Generation.Status == ScoringStatus.Failed ? "" : "?size=512");

    /// <summary>What a state says beside the image; null where there is nothing to say.</summary>
    public (string Icon, string Text)? State => (Generation.Outcome, Generation.Status) switch
    {
        (GenerationOutcome.Blocked, _) => ("block", "blocked"),
        (GenerationOutcome.Failed, _) => ("alert", "failed"),
        (_, ScoringStatus.Pending) => ("wait", "not scored yet"),
        (_, ScoringStatus.Failed) => ("alert", "could not be scored"),
        _ => null,
    };
}
