using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.Simulator.Users;

/// <summary>What a user says and does about one generation, and whether they go on from it.</summary>
/// <param name="IsContent">Whether they got what they wanted.</param>
/// <param name="Opinions">What they say.</param>
/// <param name="Actions">What they do, in order.</param>
/// <param name="GoesOn">How the next generation comes from this one; null: there is none.</param>
public sealed record Reaction(
    bool IsContent, IReadOnlyList<Opinion> Opinions, IReadOnlyList<UserAction> Actions, ParentRelation? GoesOn)
{
    /// <summary>From the image being there to the last thing done.</summary>
    public TimeSpan Duration => Actions.Count == 0 ? TimeSpan.FromSeconds(2) : Actions.Max(action => action.After);
}

/// <summary>One feedback, with a value for a thumb (1, -1) or stars (1-5) and reasons for a report.</summary>
public sealed record Opinion(FeedbackKind Kind, int? Value, IReadOnlyList<ReportReason>? Reasons, string? Comment);

/// <summary>Something done, this long after the image was there; <paramref name="Value"/> is seconds for a dwell.</summary>
public sealed record UserAction(BehaviourType Type, TimeSpan After, double? Value = null);
