using System.Buffers.Binary;
using System.Security.Cryptography;
using QualitySuite.Scoring.Sessions;

namespace QualitySuite.Scoring;

/// <summary>
/// Which scorers a generation gets. Every generation has one number, uniform in [0, 1), and gets the scorers whose share is above it:
/// the choice is the same on every worker and at every repetition, and what a smaller share chooses is among what a larger one does.
/// </summary>
internal sealed class ScoringPlans
{
    private readonly IReadOnlyList<(ScorerIdentity Scorer, double Share, bool Shadow)> _scorers;
    private readonly IReadOnlyList<LoadedModel> _models;
    private readonly double[] _shares;
    private readonly ScoringPlan[] _plans;

    public ScoringPlans(IReadOnlyList<(ScorerIdentity Scorer, double Share, bool Shadow)> scorers, IReadOnlyList<LoadedModel> models)
    {
        _scorers = scorers;
        _models = models;
        _shares = [.. scorers.Select(s => s.Share).Where(s => s < 1).Distinct().Order()];

        // Plan i is for generations whose number is at least the i smallest shares and below all others.
        _plans = [.. Enumerable.Range(0, _shares.Length + 1).Select(i => Create(s => i == 0 || s.Share > _shares[i - 1]))];
        Everything = Create(_ => true);
        Gate = Create(s => !s.Shadow);
    }

    /// <summary>All scorers.</summary>
    public ScoringPlan Everything { get; }

    /// <summary>All scorers but those of shadow packs.</summary>
    public ScoringPlan Gate { get; }

    public ScoringPlan Of(Guid generationId)
    {
        if (_shares.Length == 0)
        {
            return _plans[0];
        }

        var number = NumberOf(generationId);
        var above = 0;
        while (above < _shares.Length && number >= _shares[above])
        {
            above++;
        }

        return _plans[above];
    }

    /// <summary>The scorers of some metrics, without those of shadow packs.</summary>
    public ScoringPlan Of(IReadOnlySet<string> metrics) => Create(s => !s.Shadow && metrics.Contains(s.Scorer.Metric));

    /// <summary>The first 53 bits of the SHA-256 of the id's 16 bytes (RFC 9562 order), as a fraction.</summary>
    internal static double NumberOf(Guid generationId)
    {
        Span<byte> id = stackalloc byte[16];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        generationId.TryWriteBytes(id, bigEndian: true, out _);
        SHA256.HashData(id, hash);
        return (BinaryPrimitives.ReadUInt64BigEndian(hash) >> 11) * (1.0 / (1UL << 53));
    }

    private ScoringPlan Create(Func<(ScorerIdentity Scorer, double Share, bool Shadow), bool> wanted)
    {
        ScorerIdentity[] scorers = [.. _scorers.Where(wanted).Select(s => s.Scorer)];
        var identities = scorers.Select(s => s.Identity).ToHashSet(StringComparer.Ordinal);
        return new ScoringPlan(
            scorers,
            [.. _scorers.Select(s => s.Scorer).Where(s => !identities.Contains(s.Identity))],
            [.. _models.Select(model => Runs(model.Scorer, identities))]);
    }

    // An encoder without scorers of its own is there for its embeddings.
    private static bool Runs(IImageScorer model, HashSet<string> identities) =>
        model.Scorers.Count == 0 || model.Scorers.Any(s => identities.Contains(s.Identity));
}
