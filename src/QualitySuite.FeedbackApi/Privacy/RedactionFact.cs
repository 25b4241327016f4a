using QualitySuite.Contracts.Generations;

namespace QualitySuite.FeedbackApi.Privacy;

/// <summary>Says of a generation that its prompt is not the one the image was made from: what is compared with it is compared with less.</summary>
internal static class RedactionFact
{
    private static readonly string[] Metrics = ["clip_score"];

    public static ScoringFact Of(IReadOnlyList<string> kinds) => new(
        "prompt_redacted",
        $"Before it was stored, this was replaced in what was asked for: {string.Join(", ", kinds)}. The image is compared with the text as it stands here.",
        Metrics);
}
