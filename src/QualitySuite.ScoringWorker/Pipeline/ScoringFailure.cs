using QualitySuite.ServiceDefaults;

namespace QualitySuite.ScoringWorker.Pipeline;

/// <summary>Why an attempt failed.</summary>
/// <param name="Reason">snake_case and stable.</param>
/// <param name="Detail">One sentence for people.</param>
/// <param name="IsFinal">Trying again gives the same result.</param>
internal sealed record ScoringFailure(string Reason, string Detail, bool IsFinal)
{
    /// <summary>What is out, when it is that: then the image is held until it is back, and no attempt is spent.</summary>
    public OutageException? Outage { get; private init; }

    /// <summary>The image store is out.</summary>
    public static ScoringFailure Out(OutageException outage) => new("image_store_out", outage.Message, IsFinal: false) { Outage = outage };

    /// <summary>Something that nobody foresaw.</summary>
    public static ScoringFailure Internal(Exception exception) => new("internal", $"{exception.GetType().Name}: {exception.Message}", IsFinal: false);
}
