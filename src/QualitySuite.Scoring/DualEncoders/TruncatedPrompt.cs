namespace QualitySuite.Scoring;

/// <summary>A prompt that was too long for the encoder: the score is about its beginning only.</summary>
/// <param name="Metric">The metric that did not see all of it.</param>
/// <param name="Part">Part of the pack.</param>
/// <param name="TokenCount">Tokens of the whole prompt, start and end tokens included.</param>
/// <param name="Length">Tokens that the encoder reads.</param>
public sealed record TruncatedPrompt(string Metric, string Part, int TokenCount, int Length);
