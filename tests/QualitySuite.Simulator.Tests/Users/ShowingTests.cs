using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;
using QualitySuite.Simulator.Users;

namespace QualitySuite.Simulator.Tests.Users;

public sealed class ShowingTests
{
    private const int Draws = 20_000;

    private static readonly Reaction Everything = new(
        IsContent: true,
        [new(FeedbackKind.Thumb, 1, null, null), new(FeedbackKind.Stars, 5, null, null), new(FeedbackKind.Report, null, [ReportReason.Other], null)],
        [.. Enum.GetValues<BehaviourType>().Select(type => new UserAction(type, TimeSpan.FromSeconds(1)))],
        ParentRelation.Upscale);

    [Theory]
    [InlineData("web", "grid", 4)]
    [InlineData("mobile", "feed", 3)]
    public void Every_place_comes_up_as_often_and_the_further_down_the_less_is_taken_and_rated(string surface, string shownOn, int places)
    {
        var random = new Random(1);
        var kept = Enumerable.Range(0, Draws).Select(_ => Showing.Draw(User(surface), random))
            .ToLookup(showing => showing.Exposure!, showing => showing.Dim(Everything, random) == Everything);

        Assert.Equal(
            Enumerable.Range(1, places).Select(place => new Exposure(place, places, shownOn)), kept.Select(place => place.Key).OrderBy(place => place.Position));
        Assert.All(kept, place =>
        {
            Assert.InRange(place.Count(), Draws / places * 0.9, Draws / places * 1.1);
            Assert.Equal(1 / Math.Sqrt(place.Key.Position!.Value), place.Average(all => all ? 1.0 : 0), 0.04);
        });
    }

    [Fact]
    public void Without_a_close_look_an_image_is_still_viewed_reported_and_gone_on_from()
    {
        var overlooked = new Showing(new Exposure(4, 4, "grid"), Attention: 0).Dim(Everything, new Random(1));

        Assert.Equal(
            Enum.GetValues<BehaviourType>().Where(type => type is not (BehaviourType.Download or BehaviourType.Share)), overlooked.Actions.Select(action => action.Type));
        Assert.Equal([FeedbackKind.Report], overlooked.Opinions.Select(opinion => opinion.Kind));
        Assert.Equal(ParentRelation.Upscale, overlooked.GoesOn);
    }

    [Fact]
    public void Who_calls_the_API_does_not_say_where_images_are_shown() => Assert.Equal(Showing.Unknown, Showing.Draw(User("api"), new Random(1)));

    private static SimulatedUser User(string surface) => new("u", surface, 1, 0);
}
