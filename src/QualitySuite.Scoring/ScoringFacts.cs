using QualitySuite.Contracts.Generations;

namespace QualitySuite.Scoring;

/// <summary>What is true of a scoring beside its numbers: it is stored and shown with them. One for an engine, for any number of images.</summary>
public sealed class ScoringFacts(ScoringEngine engine)
{
    private readonly ScoringFact[] _absent =
    [
        .. engine.AbsentMetrics.GroupBy(a => (a.Pack, a.Part, a.Reason)).Select(part => new ScoringFact(
            "model_missing", $"The part \"{part.Key.Part}\" of the model pack {part.Key.Pack} cannot be used: {part.Key.Reason}", [.. part.Select(a => a.Metric)])),
    ];

    /// <summary>The facts of an image that the engine has run.</summary>
    public IReadOnlyList<ScoringFact> Of(PreparedImage image)
    {
        var facts = new List<ScoringFact>(_absent);
        facts.AddRange(image.Failures.Where(f => f.Metrics.Count > 0).Select(f => new ScoringFact(
            "model_failed", $"The part \"{f.Part}\" of the model pack {f.Pack} failed on this image: {f.Reason}", f.Metrics)));
        var planned = image.Plan.Scorers.Select(s => s.Metric).ToHashSet(StringComparer.Ordinal);
        AddUnscored(facts, "not_sampled", "These measures are computed for a share of the generations, and this one is not among them.",
            image.Plan.Skipped, planned);
        var scored = image.Scores.Select(s => s.Metric).Concat(image.Failures.SelectMany(f => f.Metrics)).ToHashSet(StringComparer.Ordinal);
        AddUnscored(facts, "not_applicable", "These measures have no value for this image: it is too small, of one tone, or came without a prompt.",
            image.Plan.Scorers, scored);

        string[] triggered = [.. image.Scores.Where(engine.Triggers).Select(s => s.Metric).Distinct(StringComparer.Ordinal)];
        if (triggered.Length > 0)
        {
            facts.Add(new ScoringFact("threshold_reached", "The score reaches the threshold of its category.", triggered));
        }

        facts.AddRange(image.TruncatedPrompts.Select(t => new ScoringFact(
            "prompt_truncated", $"The prompt has {t.TokenCount} tokens; \"{t.Part}\" reads {t.Length}, so that the score is about its beginning.", [t.Metric])));
        facts.AddRange(image.WordCoverages.Select(Describe));
        return facts;
    }

    private static ScoringFact Describe(WordCoverage coverage)
    {
        var unmatched = coverage.Unmatched;
        var detail = (coverage.Words.Count, unmatched.Count) switch
        {
            (0, _) => $"\"{coverage.Part}\" can judge no word of the prompt.",
            (1, 0) => $"\"{coverage.Part}\" finds the one word of the prompt that it can judge.",
            (1, _) => $"\"{coverage.Part}\" does not find the one word of the prompt that it can judge: {Describe(unmatched[0])}.",
            (var judged, 0) => $"\"{coverage.Part}\" finds all {judged} words of the prompt that it can judge.",
            (var judged, var missing) => $"Of {judged} judged words of the prompt \"{coverage.Part}\" does not find {missing}: {string.Join(", ", unmatched.Select(Describe))}.",
        };
        return new ScoringFact("prompt_words", detail, coverage.Metric is { } metric ? [metric] : null, new PromptWords(
            coverage.Pack, coverage.Part, coverage.Judge, coverage.Words.Count, unmatched, coverage.NotRead, coverage.LeftOut, coverage.Threshold, coverage.Caveat));
    }

    private static string Describe(PromptWord word) => $"\"{word.Word}\" (more like \"{word.Likelier}\"{(word.Swapped ? ", the two swapped" : "")})";

    private static void AddUnscored(List<ScoringFact> facts, string name, string detail, IReadOnlyList<ScorerIdentity> scorers, HashSet<string> scored)
    {
        if (scorers.Count == 0)
        {
            return;
        }

        string[] metrics = [.. scorers.Select(s => s.Metric).Where(metric => !scored.Contains(metric)).Distinct(StringComparer.Ordinal)];
        if (metrics.Length > 0)
        {
            facts.Add(new ScoringFact(name, detail, metrics));
        }
    }
}
