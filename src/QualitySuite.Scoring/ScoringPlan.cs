namespace QualitySuite.Scoring;

/// <summary>Which scorers an image is for. Made by a <see cref="ScoringEngine"/>, for any number of images.</summary>
public sealed class ScoringPlan
{
    private readonly HashSet<string> _identities;

    internal ScoringPlan(IReadOnlyList<ScorerIdentity> scorers, IReadOnlyList<ScorerIdentity> skipped, bool[] models)
    {
        Scorers = scorers;
        Skipped = skipped;
        Models = models;
        _identities = [.. scorers.Select(s => s.Identity)];
    }

    /// <summary>What is to be computed.</summary>
    public IReadOnlyList<ScorerIdentity> Scorers { get; }

    /// <summary>What could be computed and is left out.</summary>
    public IReadOnlyList<ScorerIdentity> Skipped { get; }

    /// <summary>By slot: whether the image model runs.</summary>
    internal bool[] Models { get; }

    internal bool Contains(string scorer) => _identities.Contains(scorer);
}
