namespace QualitySuite.Scoring;

/// <summary>A metric that the pack names but that cannot be computed here.</summary>
/// <param name="Metric">Id in the metric catalogue.</param>
/// <param name="Pack">Name of the pack.</param>
/// <param name="Part">Part of the pack that would give it.</param>
/// <param name="Reason">That part's problem.</param>
public sealed record AbsentMetric(string Metric, string Pack, string Part, string Reason);
