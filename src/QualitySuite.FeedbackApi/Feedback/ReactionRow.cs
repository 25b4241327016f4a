using QualitySuite.Contracts.Feedback;

namespace QualitySuite.FeedbackApi.Feedback;

/// <summary>What the rows of feedback and of events have in common.</summary>
internal abstract class ReactionRow
{
    public short? Position { get; init; }

    public short? Shown { get; init; }

    public string? Surface { get; init; }

    protected Exposure? Exposure => Position is null && Shown is null && Surface is null ? null : new Exposure(Position, Shown, Surface);
}
