using QualitySuite.Contracts.Feedback;

namespace QualitySuite.FeedbackApi.Feedback;

/// <summary>What is said of how an image was shown must be like.</summary>
internal static class ExposureRules
{
    public static void Check(FieldErrors errors, Exposure? exposure)
    {
        if (exposure is null)
        {
            return;
        }

        errors.CheckRange("exposure.position", exposure.Position, 1, FeedbackLimits.MostShown, "");
        errors.CheckRange("exposure.shown", exposure.Shown, 1, FeedbackLimits.MostShown, " images");
        errors.CheckText("exposure.surface", exposure.Surface, FeedbackLimits.SurfaceCharacters);
        if (exposure.Position > exposure.Shown)
        {
            errors.Add("exposure.position", $"At most exposure.shown, which is {exposure.Shown}; this is {exposure.Position}.");
        }
    }
}
