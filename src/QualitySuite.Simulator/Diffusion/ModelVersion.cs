using QualitySuite.Simulator.Faults;

namespace QualitySuite.Simulator.Diffusion;

/// <summary>A version of the stand-in model. <paramref name="ReleasedAt"/>: the share of the history, 0 to 1, at which its rollout begins.</summary>
public sealed record ModelVersion(string Name, string Version, string Hash, double ReleasedAt, FaultOdds Odds);
