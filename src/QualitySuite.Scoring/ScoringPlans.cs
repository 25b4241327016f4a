using System.Buffers.Binary;
using System.Security.Cryptography;

namespace QualitySuite.Scoring;

/// <summary>
/// Which scorers a generation gets. Every generation has one number, uniform in [0, 1), and gets the scorers whose share is above it:
/// the choice is the same on every worker and at every repetition, and what a smaller share chooses is among what a larger one does.
/// </summary>
internal sealed class ScoringPlans
{
    private readonly List<Candidate> _scorers;
    private readonly IReadOnlyList<LoadedModel> _models;

    // An encoder without scorers of its own is there for its embeddings, as far as its pack is in use.
    private readonly List<Candidate> _embedders;
    private readonly double[] _shares;
    private readonly ScoringPlan[] _plans;

    /// <param name="scorers">Everything that gives scores, with its pack.</param>
    /// <param name="models">What runs image models; the index is the slot.</param>
    /// <param name="sampling">By metric: the share of the generations that get it.</param>
    /// <param name="shadows">By pack: the share of the generations that a shadow pack scores.</param>
    public ScoringPlans(
        IReadOnlyList<PackScorer> scorers, IReadOnlyList<LoadedModel> models, IDictionary<string, double> sampling, Dictionary<string, double> shadows)
    {
        _scorers = [.. scorers.Select(s => new Candidate(s.Scorer, Math.Min(ShareOf(s.Pack), SampledShareOf(s.Scorer.Metric)), shadows.ContainsKey(s.Pack)))];
        _embedders = [.. models.Select(m => new Candidate(null, ShareOf(m.Pack), shadows.ContainsKey(m.Pack)))];
        _models = models;
        _shares = [.. _scorers.Concat(_embedders).Select(s => s.Share).Where(s => s < 1).Distinct().Order()];

        // Plan i is for generations whose number is at least the i smallest shares and below all others.
        _plans = [.. Enumerable.Range(0, _shares.Length + 1).Select(i => Create(s => i == 0 || s.Share > _shares[i - 1]))];
        Everything = Create(_ => true);
        Gate = Create(s => s is { Shadow: false, Scorer: not null });

        double ShareOf(string pack) => shadows.TryGetValue(pack, out var share) ? share : 1;
        double SampledShareOf(string metric) => sampling.TryGetValue(metric, out var share) ? share : 1;
    }

    /// <summary>All scorers.</summary>
    public ScoringPlan Everything { get; }

    /// <summary>All scorers but those of shadow packs, and nothing that only gives embeddings.</summary>
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
    public ScoringPlan Of(IReadOnlySet<string> metrics) => Create(s => s is { Shadow: false, Scorer: { } scorer } && metrics.Contains(scorer.Metric));

    /// <summary>The first 53 bits of the SHA-256 of the id's 16 bytes (RFC 9562 order), as a fraction.</summary>
    internal static double NumberOf(Guid generationId)
    {
        Span<byte> id = stackalloc byte[16];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        generationId.TryWriteBytes(id, bigEndian: true, out _);
        SHA256.HashData(id, hash);
        return (BinaryPrimitives.ReadUInt64BigEndian(hash) >> 11) * (1.0 / (1UL << 53));
    }

    private ScoringPlan Create(Func<Candidate, bool> wanted)
    {
        ScorerIdentity[] scorers = [.. _scorers.Where(wanted).Select(s => s.Scorer!)];
        var identities = scorers.Select(s => s.Identity).ToHashSet(StringComparer.Ordinal);
        return new ScoringPlan(
            scorers,
            [.. _scorers.Select(s => s.Scorer!).Where(s => !identities.Contains(s.Identity))],
            [
                .. _models.Select((model, slot) => model.Scorer.Scorers.Count == 0
                    ? wanted(_embedders[slot])
                    : model.Scorer.Scorers.Any(s => identities.Contains(s.Identity))),
            ]);
    }

    /// <summary>Something that a generation may get; without a scorer: embeddings alone.</summary>
    private sealed record Candidate(ScorerIdentity? Scorer, double Share, bool Shadow);
}
