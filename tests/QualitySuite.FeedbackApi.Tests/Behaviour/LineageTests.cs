using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;
using QualitySuite.FeedbackApi.Behaviour;

namespace QualitySuite.FeedbackApi.Tests.Behaviour;

public sealed class LineageTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid[] Ids = [.. Enumerable.Range(1, 4).Select(i => new Guid(i, 0, 0, new byte[8]))];

    [Fact]
    public void Each_event_leads_to_the_first_child_after_it_that_none_before_took() => Assert.Equal(
        [Ids[0], Ids[2], Ids[1], null],
        Link(
            [Event(BehaviourType.Regenerate, 0), Event(BehaviourType.Edit, 1), Event(BehaviourType.Regenerate, 2), Event(BehaviourType.Regenerate, 3)],
            [Child(1, ParentRelation.Regeneration, 3), Child(0, ParentRelation.Regeneration, 1), Child(2, ParentRelation.Edit, 9), Child(3, ParentRelation.Variation, 9)]));

    [Fact]
    public void What_an_event_names_is_its_own_and_no_other_events() => Assert.Equal(
        [null, Ids[0]],
        Link([Event(BehaviourType.Regenerate, 0), Event(BehaviourType.Regenerate, 1, Ids[0])], [Child(0, ParentRelation.Regeneration, 2)]));

    [Theory]
    [InlineData(-5, true)]
    [InlineData(-5.1, false)]
    public void A_childs_clock_may_be_behind_by_five_minutes(double minutes, bool leads) =>
        Assert.Equal([leads ? Ids[0] : null], Link([Event(BehaviourType.Upscale, 0)], [Child(0, ParentRelation.Upscale, minutes)]));

    [Fact]
    public void Nothing_comes_of_what_only_looks_or_takes() =>
        Assert.Equal([null, null], Link([Event(BehaviourType.View, 0), Event(BehaviourType.Download, 0)], [Child(0, ParentRelation.Regeneration, 1)]));

    private static IEnumerable<Guid?> Link(BehaviourEntry[] events, Child[] children) => Lineage.Link(events, children).Select(entry => entry.ResultId);

    private static BehaviourEntry Event(BehaviourType type, double minutes, Guid? result = null) => new(type, null, Noon.AddMinutes(minutes), result);

    private static Child Child(int index, ParentRelation relation, double minutes) => new(Ids[index], relation, Noon.AddMinutes(minutes));
}
