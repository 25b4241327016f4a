using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;
using QualitySuite.Scenes.Faults;
using QualitySuite.Simulator.Users;

namespace QualitySuite.Simulator.Tests.Users;

public sealed class ReactionsTests
{
    private const int Users = 4000;

    public static TheoryData<Fault> Faulty => [.. Enum.GetValues<Fault>().Where(fault => fault is not (Fault.None or Fault.Blocked or Fault.Failed))];

    [Theory]
    [MemberData(nameof(Faulty))]
    public void Users_like_a_faulty_image_less_in_every_way(Fault fault)
    {
        var (good, bad) = (React(Fault.None), React(fault));

        Assert.True(ThumbsUp(good) > ThumbsUp(bad) + 0.2);
        Assert.True(Stars(good) > Stars(bad) + 0.7);
        Assert.True(Rate(bad, r => r.Opinions.Any(o => o.Kind == FeedbackKind.Report)) > 3 * Rate(good, r => r.Opinions.Any(o => o.Kind == FeedbackKind.Report)));
        Assert.True(Rate(bad, r => r.GoesOn == ParentRelation.Regeneration) > 1.5 * Rate(good, r => r.GoesOn == ParentRelation.Regeneration));
        Assert.True(Rate(good, Did(BehaviourType.Download)) > 1.5 * Rate(bad, Did(BehaviourType.Download)));
        Assert.True(Dwell(good) > Dwell(bad));
    }

    [Theory]
    [InlineData(Fault.WrongAttribute, ReportReason.DoesntMatchPrompt)]
    [InlineData(Fault.WrongCount, ReportReason.DoesntMatchPrompt)]
    [InlineData(Fault.Blur, ReportReason.LowQuality)]
    [InlineData(Fault.Noise, ReportReason.ContainsArtifacts)]
    public void Reports_mostly_give_the_true_reason(Fault fault, ReportReason reason)
    {
        var reports = React(fault).SelectMany(r => r.Opinions).Where(o => o.Kind == FeedbackKind.Report).ToList();

        Assert.InRange(reports.Count, 50, Users);
        Assert.InRange(reports.Count(report => report.Reasons!.Contains(reason)) / (double)reports.Count, 0.85, 0.99);
    }

    [Fact]
    public void An_image_that_is_not_there_is_not_viewed_or_rated()
    {
        Assert.All(React(Fault.Blocked).Concat(React(Fault.Failed)), reaction =>
        {
            Assert.Empty(reaction.Opinions);
            Assert.DoesNotContain(reaction.Actions, action => action.Type is BehaviourType.View or BehaviourType.Dwell or BehaviourType.Download);
        });
    }

    [Fact]
    public void Whoever_goes_on_says_so_and_everything_happens_in_the_time_seen()
    {
        foreach (var reaction in Enum.GetValues<Fault>().SelectMany(React))
        {
            var expected = reaction.GoesOn switch
            {
                ParentRelation.Regeneration => BehaviourType.Regenerate,
                ParentRelation.Edit => BehaviourType.Edit,
                ParentRelation.Upscale => BehaviourType.Upscale,
                _ => (BehaviourType?)null,
            };
            var said = reaction.Actions.Select(action => action.Type).Where(type => type is BehaviourType.Regenerate or BehaviourType.Edit or BehaviourType.Upscale);
            Assert.Equal(expected is { } type ? [type] : [], said);
            Assert.All(reaction.Actions, action => Assert.InRange(action.After, TimeSpan.Zero, TimeSpan.FromSeconds(242)));
            Assert.All(reaction.Opinions, opinion => Assert.True(opinion.Kind switch
            {
                FeedbackKind.Thumb => opinion is { Value: 1 or -1, Reasons: null },
                FeedbackKind.Stars => opinion is { Value: >= 1 and <= 5, Reasons: null },
                _ => opinion is { Value: null, Reasons.Count: > 0 },
            }));
        }
    }

    private static List<Reaction> React(Fault fault)
    {
        var crowd = new Crowd(1, 100);
        return [.. Enumerable.Range(0, Users).Select(seed => new Random(seed)).Select(random => Reactions.To(fault, crowd.Next(random), random))];
    }

    private static double ThumbsUp(List<Reaction> reactions) =>
        reactions.SelectMany(r => r.Opinions).Where(o => o.Kind == FeedbackKind.Thumb).Average(o => o.Value == 1 ? 1 : 0);

    private static double Stars(List<Reaction> reactions) =>
        reactions.SelectMany(r => r.Opinions).Where(o => o.Kind == FeedbackKind.Stars).Average(o => o.Value!.Value);

    private static double Dwell(List<Reaction> reactions) =>
        reactions.SelectMany(r => r.Actions).Where(a => a.Type == BehaviourType.Dwell).Average(a => a.Value!.Value);

    private static double Rate(List<Reaction> reactions, Func<Reaction, bool> predicate) => reactions.Count(predicate) / (double)reactions.Count;

    private static Func<Reaction, bool> Did(BehaviourType type) => reaction => reaction.Actions.Any(action => action.Type == type);
}
