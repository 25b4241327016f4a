using QualitySuite.Contracts.Generations;

namespace QualitySuite.FeedbackApi.Privacy;

/// <summary>A submission as it may be stored, and which kinds of data were replaced in it, in the order of their names.</summary>
internal sealed record RedactedSubmission(GenerationSubmission Submission, IReadOnlyList<string> Kinds);
