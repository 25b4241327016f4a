using QualitySuite.Contracts.Metrics;
using QualitySuite.Scoring;

namespace QualitySuite.Cli.Score;

/// <summary>The scores of a folder, computed now or read from a file.</summary>
internal sealed record ScoreSet
{
    /// <summary>Folder or file, as the user wrote it.</summary>
    public required string Source { get; init; }

    /// <summary>One a metric, or several where several packs give it; see <see cref="Order"/>.</summary>
    public required IReadOnlyList<ScorerIdentity> Scorers { get; init; }

    /// <summary>What computed the embeddings.</summary>
    public IReadOnlyList<EncoderIdentity> Encoders { get; init; } = [];

    /// <summary>Metrics of parts of the pack that could not be used.</summary>
    public IReadOnlyList<AbsentMetric> AbsentMetrics { get; init; } = [];

    /// <summary>In the order of their paths.</summary>
    public required IReadOnlyList<ScoredImage> Images { get; init; }

    /// <summary>How it was computed; null where the file does not say.</summary>
    public ScoreRun? Run { get; init; }

    /// <summary>In the order of the catalogue; of one metric as they come, so that the first pack's is first.</summary>
    public static IReadOnlyList<ScorerIdentity> Order(IEnumerable<ScorerIdentity> scorers) =>
        [.. scorers.OrderBy(s => Rank(s.Metric)).ThenBy(s => s.Metric, StringComparer.Ordinal)];

    /// <summary>Position in <see cref="Scorers"/>, or -1.</summary>
    public int IndexOf(string scorer) => Scorers.Select(s => s.Identity).ToList().IndexOf(scorer);

    /// <summary>The metric's id, for the second and later scorers of a metric with <c>_</c> and the first 8 digits of the identity.</summary>
    public string ColumnOf(int scorer)
    {
        var (metric, identity, _) = Scorers[scorer];
        return Scorers.First(s => s.Metric == metric).Identity == identity ? metric : $"{metric}_{identity[..Math.Min(8, identity.Length)]}";
    }

    /// <summary>Position in the catalogue; what it does not know comes last.</summary>
    public static int Rank(string metric)
    {
        for (var i = 0; i < MetricCatalogue.All.Count; i++)
        {
            if (MetricCatalogue.All[i].Id == metric)
            {
                return i;
            }
        }

        return int.MaxValue;
    }

    /// <summary>The finite values of one scorer, in the order of the images.</summary>
    public double[] ValuesOf(int scorer) => [.. Images.Where(i => i.Failure is null && !double.IsNaN(i.Values[scorer])).Select(i => i.Values[scorer])];
}

/// <summary>How scores were computed.</summary>
/// <param name="Pack">Names and versions of the model packs.</param>
/// <param name="Tool">Version of the tool.</param>
/// <param name="Started">When.</param>
/// <param name="Seconds">How long decoding and scoring took; loading the pack is not in it.</param>
/// <param name="Threads">That decoded, measured and ran models.</param>
internal sealed record ScoreRun(string Pack, string Tool, DateTimeOffset Started, double Seconds, int Threads);
