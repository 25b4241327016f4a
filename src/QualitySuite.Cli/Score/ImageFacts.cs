using QualitySuite.Contracts.Generations;
using QualitySuite.Scoring;

namespace QualitySuite.Cli.Score;

/// <summary>What is true of one image's scoring beside its numbers, in the words and kinds of the service's facts.</summary>
internal static class ImageFacts
{
    public static List<ScoringFact> Of(ScoringEngine engine, PreparedImage image)
    {
        List<ScoringFact> facts =
        [
            .. image.Failures.Where(f => f.Metrics.Count > 0).Select(f => new ScoringFact(
                "model_failed", $"The part \"{f.Part}\" of the model pack {f.Pack} failed on this image: {f.Reason}", f.Metrics)),
        ];
        var scored = image.Scores.Select(s => s.Metric).Concat(image.Failures.SelectMany(f => f.Metrics)).ToHashSet(StringComparer.Ordinal);
        string[] unavailable = [.. engine.Scorers.Select(s => s.Metric).Where(metric => !scored.Contains(metric)).Distinct(StringComparer.Ordinal)];
        if (unavailable.Length > 0)
        {
            facts.Add(new ScoringFact("not_applicable", "These measures have no value for this image: it is too small, of one tone, or came without a prompt.", unavailable));
        }

        string[] triggered = [.. image.Scores.Where(engine.Triggers).Select(s => s.Metric).Distinct(StringComparer.Ordinal)];
        if (triggered.Length > 0)
        {
            facts.Add(new ScoringFact("threshold_reached", "The score reaches the threshold of its category.", triggered));
        }

        facts.AddRange(image.TruncatedPrompts.Select(t => new ScoringFact(
            "prompt_truncated", $"The prompt has {t.TokenCount} tokens; \"{t.Part}\" reads {t.Length}, so that the score is about its beginning.", [t.Metric])));
        return facts;
    }

    /// <summary>For a cell of a table: <c>kind(metric metric); kind(metric)</c>.</summary>
    public static string? Brief(ScoredImage image) => image.Facts.Count == 0
        ? null
        : string.Join("; ", image.Facts.Select(fact => fact.Metrics is { } metrics ? $"{fact.Kind}({string.Join(' ', metrics)})" : fact.Kind));
}
