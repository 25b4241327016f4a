using QualitySuite.Scoring;

namespace QualitySuite.Cli.Score.Outputs;

/// <summary>What made a file of scores: the file of <c>--scorers</c>, and the key <see cref="Key"/> in the metadata of a .parquet file.</summary>
internal sealed record RunDescription(
    ScoreRun? Run, IReadOnlyList<ScorerIdentity> Scorers, IReadOnlyList<EncoderIdentity> Encoders, IReadOnlyList<AbsentMetric> AbsentMetrics)
{
    public const string Key = "qualitysuite";

    public static RunDescription Of(ScoreSet set) => new(set.Run, set.Scorers, set.Encoders, set.AbsentMetrics);
}
