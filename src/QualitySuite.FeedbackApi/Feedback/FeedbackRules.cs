using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.FeedbackApi.Feedback;

/// <summary>What a feedback must be like.</summary>
internal static class FeedbackRules
{
    public static (FieldErrors Errors, Guid GenerationId) Check(FeedbackSubmission s)
    {
        var errors = new FieldErrors();
        var generationId = errors.RequireUuid("generationId", s.GenerationId);
        errors.RequireText("userKey", s.UserKey, GenerationLimits.KeyCharacters);
        errors.CheckText("comment", s.Comment, FeedbackLimits.CommentCharacters);
        errors.CheckId("feedbackId", s.FeedbackId, FeedbackLimits.IdCharacters);
        ExposureRules.Check(errors, s.Exposure);
        switch (s.Kind)
        {
            case null:
                errors.Add("kind", $"Required: one of {EnumText.List<FeedbackKind>()}, and it is missing.");
                break;
            case FeedbackKind.Thumb when s.Value is not (1 or -1):
                errors.Add("value", $"A thumb is 1 (up) or -1 (down); this is {Describe(s.Value)}.");
                break;
            case FeedbackKind.Stars when s.Value is not (>= 1 and <= 5):
                errors.Add("value", $"Stars are a whole number from 1 to 5; this is {Describe(s.Value)}.");
                break;
        }

        var hasReasons = s.Reasons is { Count: > 0 };
        if (s.Kind == FeedbackKind.Report && !hasReasons)
        {
            errors.Add("reasons", $"Required for a report: at least one of {EnumText.List<ReportReason>()}, and there is none.");
        }

        return (errors, generationId);
    }

    /// <summary>What is kept of a checked feedback: the shape is the same for every kind, so what does not belong to this one is ignored.</summary>
    public static FeedbackSubmission Relevant(FeedbackSubmission s) =>
        s.Kind == FeedbackKind.Report ? s with { Value = null } : s with { Reasons = null };

    private static string Describe(int? value) => value?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "missing";
}
