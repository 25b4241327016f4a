namespace QualitySuite.Scoring;

/// <summary>One number about one image.</summary>
/// <param name="Metric">Id in the metric catalogue.</param>
/// <param name="Value">Finite, in the metric's unit and range.</param>
/// <param name="Scorer"><see cref="ScorerIdentity.Identity"/> of what computed it.</param>
public readonly record struct Score(string Metric, double Value, string Scorer);
