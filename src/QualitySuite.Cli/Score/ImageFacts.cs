using QualitySuite.Contracts.Generations;

namespace QualitySuite.Cli.Score;

/// <summary>The facts of an image in short.</summary>
internal static class ImageFacts
{
    /// <summary>For a cell of a table: <c>kind(metric metric); unmatched_words(red, three)</c>. Words that were found are nothing to tell there.</summary>
    public static string? Brief(ScoredImage image)
    {
        var facts = string.Join("; ", image.Facts.Where(fact => fact.Words is not { Unmatched.Count: 0 }).Select(Brief));
        return facts.Length == 0 ? null : facts;
    }

    private static string Brief(ScoringFact fact) => fact switch
    {
        { Words.Unmatched: var words } => $"unmatched_words({string.Join(", ", words.Select(w => w.Word))})",
        { Metrics: { } metrics } => $"{fact.Kind}({string.Join(' ', metrics)})",
        _ => fact.Kind,
    };
}
