using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;
using QualitySuite.FeedbackApi.Feedback;

namespace QualitySuite.FeedbackApi.Behaviour;

/// <summary>What an event must be like.</summary>
internal static class BehaviourRules
{
    public static (FieldErrors Errors, Guid GenerationId, Guid? ResultId) Check(BehaviourSubmission s, DateTimeOffset now)
    {
        var errors = new FieldErrors();
        var generationId = errors.RequireUuid("generationId", s.GenerationId);
        errors.RequireText("userKey", s.UserKey, GenerationLimits.KeyCharacters);
        errors.CheckText("sessionKey", s.SessionKey, GenerationLimits.KeyCharacters);
        errors.CheckId("eventId", s.EventId, FeedbackLimits.IdCharacters);
        errors.CheckTime("at", s.At, now, GenerationLimits.OldestCreatedAt, GenerationLimits.ClockSkew);
        ExposureRules.Check(errors, s.Exposure);
        Guid? resultId = s.ResultId is not null && s.Type is BehaviourType.Regenerate or BehaviourType.Edit or BehaviourType.Upscale
            ? errors.RequireUuid("resultId", s.ResultId)
            : null;
        switch (s.Type)
        {
            case null:
                errors.Add("type", $"Required: one of {EnumText.List<BehaviourType>()}, and it is missing.");
                break;
            case BehaviourType.Dwell when s.Value is null:
                errors.Add("value", "Required for dwell: seconds, and it is missing.");
                break;
            case BehaviourType.Dwell:
                errors.CheckRange("value", s.Value, 0, FeedbackLimits.DwellSeconds, " seconds");
                break;
        }

        return (errors, generationId, resultId);
    }
}
