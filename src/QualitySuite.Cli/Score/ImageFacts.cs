namespace QualitySuite.Cli.Score;

/// <summary>The facts of an image in short.</summary>
internal static class ImageFacts
{
    /// <summary>For a cell of a table: <c>kind(metric metric); kind(metric)</c>.</summary>
    public static string? Brief(ScoredImage image) => image.Facts.Count == 0
        ? null
        : string.Join("; ", image.Facts.Select(fact => fact.Metrics is { } metrics ? $"{fact.Kind}({string.Join(' ', metrics)})" : fact.Kind));
}
