using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.FeedbackApi.Behaviour;

/// <summary>A generation that was recorded with another one as its parent.</summary>
internal sealed record Child(Guid Id, ParentRelation Relation, DateTimeOffset CreatedAt);

/// <summary>Which generation came of which event.</summary>
internal static class Lineage
{
    /// <summary>
    /// Leads every regenerate, edit and upscale to what came of it: what the event itself names, or else the first child of that relation which was created at
    /// or after it and which no event names and no earlier one leads to. The clock that the child was created by may be behind by
    /// <see cref="GenerationLimits.ClockSkew"/>.
    /// </summary>
    /// <param name="events">About one generation, the oldest first.</param>
    /// <param name="children">Those of the generation, in any order.</param>
    public static IReadOnlyList<BehaviourEntry> Link(IReadOnlyList<BehaviourEntry> events, IReadOnlyList<Child> children)
    {
        var named = events.Select(e => e.ResultId).ToHashSet();
        var free = children.Where(child => !named.Contains(child.Id)).OrderBy(child => child.CreatedAt).ThenBy(child => child.Id).ToList();
        return [.. events.Select(entry =>
        {
            var child = entry.ResultId is not null || RelationOf(entry.Type) is not { } relation
                ? null
                : free.Find(c => c.Relation == relation && c.CreatedAt >= entry.At - GenerationLimits.ClockSkew);
            return child is not null && free.Remove(child) ? entry with { ResultId = child.Id } : entry;
        })];
    }

    /// <summary>How what comes of an event is related to what it was about; null: nothing comes of it.</summary>
    public static ParentRelation? RelationOf(BehaviourType type) => type switch
    {
        BehaviourType.Regenerate => ParentRelation.Regeneration,
        BehaviourType.Edit => ParentRelation.Edit,
        BehaviourType.Upscale => ParentRelation.Upscale,
        _ => null,
    };
}
