using QualitySuite.Scenes.Faults;

namespace QualitySuite.Scenes.Diffusion;

/// <summary>A version of the stand-in model. <paramref name="ReleasedAt"/>: the share of the history, 0 to 1, at which its rollout begins.</summary>
public sealed record ModelVersion(string Name, string Version, string Hash, double ReleasedAt, FaultOdds Odds);
