namespace QualitySuite.ScoringWorker.Pipeline;

/// <summary>Why an attempt failed.</summary>
/// <param name="Reason">snake_case and stable.</param>
/// <param name="Detail">One sentence for people.</param>
/// <param name="IsFinal">Trying again gives the same result.</param>
internal sealed record ScoringFailure(string Reason, string Detail, bool IsFinal)
{
    /// <summary>Something that nobody foresaw.</summary>
    public static ScoringFailure Internal(Exception exception) => new("internal", $"{exception.GetType().Name}: {exception.Message}", IsFinal: false);
}
