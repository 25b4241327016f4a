using QualitySuite.Contracts.Generations;
using QualitySuite.Scoring;

namespace QualitySuite.ScoringWorker.Pipeline;

/// <summary>What is true of a scoring beside its numbers: it is stored and shown with them.</summary>
internal sealed class ScoringFacts(ScoringEngine engine)
{
    private readonly ScoringFact[] _absent =
    [
        .. engine.AbsentMetrics.GroupBy(a => (a.Part, a.Reason)).Select(part => new ScoringFact(
            "model_missing", $"The part \"{part.Key.Part}\" of the model pack cannot be used: {part.Key.Reason}", [.. part.Select(a => a.Metric)])),
    ];

    public List<ScoringFact> Of(PreparedImage image)
    {
        var facts = new List<ScoringFact>(_absent);
        var scored = image.Scores.Select(s => s.Metric).ToHashSet(StringComparer.Ordinal);
        string[] unavailable = [.. engine.Scorers.Select(s => s.Metric).Where(metric => !scored.Contains(metric))];
        if (unavailable.Length > 0)
        {
            facts.Add(new ScoringFact("not_applicable", "These measures have no value for this image: it is too small, of one tone, or came without a prompt.", unavailable));
        }

        string[] triggered = [.. image.Scores.Where(engine.Triggers).Select(s => s.Metric)];
        if (triggered.Length > 0)
        {
            facts.Add(new ScoringFact("threshold_reached", "The score reaches the threshold of its category.", triggered));
        }

        facts.AddRange(image.TruncatedPrompts.Select(t => new ScoringFact(
            "prompt_truncated", $"The prompt has {t.TokenCount} tokens; \"{t.Part}\" reads {t.Length}, so that the score is about its beginning.", [t.Metric])));
        return facts;
    }
}
