namespace QualitySuite.Scoring;

/// <summary>A part whose last run failed.</summary>
/// <param name="Pack">Name of the pack.</param>
/// <param name="Part">Name of the part.</param>
/// <param name="Reason">What the model said last.</param>
/// <param name="Images">Images in a row that it has failed on.</param>
public sealed record FailingPart(string Pack, string Part, string Reason, int Images);
