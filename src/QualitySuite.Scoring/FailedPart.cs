namespace QualitySuite.Scoring;

/// <summary>A part that had loaded and failed on one image: the image has its other scores.</summary>
/// <param name="Pack">Name of the pack.</param>
/// <param name="Part">Name of the part.</param>
/// <param name="Reason">What the model said.</param>
/// <param name="Metrics">What the image lacks for it.</param>
public sealed record FailedPart(string Pack, string Part, string Reason, IReadOnlyList<string> Metrics);
