using QualitySuite.Contracts.Feedback;
using QualitySuite.FeedbackApi.Generations;

namespace QualitySuite.FeedbackApi.Feedback;

/// <summary>A checked feedback, as it is written.</summary>
internal sealed record NewFeedback(Guid Id, GenerationLocation Generation, byte[] UserKey, FeedbackSubmission Submission);
