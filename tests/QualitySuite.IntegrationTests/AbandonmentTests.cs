using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.IntegrationTests;

/// <summary>Sessions and what is abandoned in them, counted by hand.</summary>
public sealed class AbandonmentTests(SharedSuite shared)
{
    [Fact]
    public async Task An_image_is_abandoned_when_nothing_was_done_with_it_in_the_session_and_not_before_that_has_ended()
    {
        var story = Tell("abandoned");
        Guid[] ids = [await story.GenerationAsync(), await story.GenerationAsync(), await story.GenerationAsync(), await story.GenerationAsync()];
        await story.DoAsync(ids[0], BehaviourType.View, 120);
        await story.DoAsync(ids[0], BehaviourType.Dwell, 119, value: 4);
        await story.DoAsync(ids[0], BehaviourType.Dismiss, 118);
        await story.DoAsync(ids[1], BehaviourType.View, 115);
        await story.DoAsync(ids[1], BehaviourType.Download, 100);
        await story.DoAsync(ids[2], BehaviourType.View, 75);
        await story.DoAsync(ids[3], BehaviourType.View, 10);

        Assert.Equal((3, 2), await story.CountAsync("abandonment_rate"));
        Assert.Equal((4, 1), await story.CountAsync("download_rate"));
        var ended = story.Before(75);
        Assert.Equal(
            new BehaviourSummary(story.Before(120), false, false, false, false, false, Dismissed: true, DwellSeconds: 4, Responded: false, ended, Abandoned: true),
            (await story.ReadAsync(ids[0])).BehaviourSummary);
        Assert.Equal(
            new BehaviourSummary(story.Before(115), false, Downloaded: true, false, false, false, false, null, false, ended, Abandoned: false),
            (await story.ReadAsync(ids[1])).BehaviourSummary);
        Assert.Equal(
            new BehaviourSummary(story.Before(10), false, false, false, false, false, false, null, false, SessionEnded: null, Abandoned: null),
            (await story.ReadAsync(ids[3])).BehaviourSummary);
    }

    [Theory]
    [InlineData(BehaviourType.Download)]
    [InlineData(BehaviourType.Share)]
    [InlineData(BehaviourType.Edit)]
    [InlineData(BehaviourType.Upscale)]
    [InlineData(BehaviourType.Regenerate)]
    public async Task Each_act_keeps_an_image_from_being_abandoned(BehaviourType act)
    {
        var story = Tell($"kept-{act}");
        var id = await story.GenerationAsync();
        await story.DoAsync(id, BehaviourType.View, 120);
        await story.DoAsync(id, act, 110);

        Assert.Equal((1, 0), await story.CountAsync("abandonment_rate"));
    }

    [Fact]
    public async Task Who_comes_back_in_a_later_session_downloads_what_was_abandoned_before()
    {
        var story = Tell("came-back");
        Guid[] ids = [await story.GenerationAsync(), await story.GenerationAsync(), await story.GenerationAsync()];
        await story.DoAsync(ids[0], BehaviourType.View, 150);
        await story.DoAsync(ids[0], BehaviourType.Download, 100);
        await story.DoAsync(ids[1], BehaviourType.View, 150, "s1", "anna");
        await story.DoAsync(ids[1], BehaviourType.Share, 145, "s2", "ben");
        await story.DoAsync(ids[2], BehaviourType.View, 140, "s1", "anna");

        Assert.Equal((3, 3), await story.CountAsync("abandonment_rate"));
        Assert.Equal((3, 1), await story.CountAsync("download_rate"));
        Assert.Equal((3, 1), await story.CountAsync("share_rate"));
        var summary = (await story.ReadAsync(ids[0])).BehaviourSummary!;
        Assert.Equal((true, true, story.Before(150)), (summary.Downloaded, summary.Abandoned, summary.SessionEnded));
        Assert.True((await story.ReadAsync(ids[1])).BehaviourSummary!.Abandoned);
    }

    [Fact]
    public async Task Thirty_minutes_of_silence_end_a_session_and_a_second_less_does_not()
    {
        var story = Tell("silence");
        Guid[] ids = [await story.GenerationAsync(), await story.GenerationAsync()];
        await story.DoAsync(ids[0], BehaviourType.View, 120, "exactly");
        await story.DoAsync(ids[0], BehaviourType.Download, 90, "exactly");
        await story.DoAsync(ids[1], BehaviourType.View, 120, "less");
        await story.DoAsync(ids[1], BehaviourType.Download, 90 + (1 / 60.0), "less");

        Assert.Equal((2, 1), await story.CountAsync("abandonment_rate"));
        Assert.True((await story.ReadAsync(ids[0])).BehaviourSummary!.Abandoned);
        Assert.False((await story.ReadAsync(ids[1])).BehaviourSummary!.Abandoned);
    }

    [Fact]
    public async Task Late_events_change_the_answer_as_if_they_had_come_in_time()
    {
        var story = Tell("late");
        Guid[] ids = [await story.GenerationAsync(), await story.GenerationAsync(), await story.GenerationAsync()];
        await story.DoAsync(ids[0], BehaviourType.View, 150, "a");
        await story.DoAsync(ids[1], BehaviourType.Share, 100, "b");
        await story.DoAsync(ids[1], BehaviourType.View, 145, "b");
        Assert.Equal((2, 2), await story.CountAsync("abandonment_rate"));

        // Within the session; and between two sessions, which it makes one.
        await story.DoAsync(ids[0], BehaviourType.Download, 140, "a");
        await story.DoAsync(ids[2], BehaviourType.View, 120, "b");

        Assert.Equal((3, 1), await story.CountAsync("abandonment_rate"));
        var abandoned = await Task.WhenAll(ids.Select(async id => (await story.ReadAsync(id)).BehaviourSummary!.Abandoned!.Value));
        Assert.Equal([false, false, true], abandoned);

        // The first time it was shown was another one, in a session of its own.
        await story.DoAsync(ids[0], BehaviourType.View, 170, "c");
        Assert.Equal((3, 2), await story.CountAsync("abandonment_rate"));
        Assert.Equal(story.Before(170), (await story.ReadAsync(ids[0])).BehaviourSummary!.SessionEnded);
    }

    [Fact]
    public async Task Without_a_session_key_the_users_own_events_are_the_session_and_each_app_has_its_own()
    {
        var (story, other) = (Tell("keyless"), Tell("keyless-other"));
        Guid[] ids = [await story.GenerationAsync(), await story.GenerationAsync(), await story.GenerationAsync()];
        await story.DoAsync(ids[0], BehaviourType.View, 150, session: null, "anna");
        await story.DoAsync(ids[1], BehaviourType.View, 130, session: null, "anna");
        await story.DoAsync(ids[2], BehaviourType.View, 125, session: null, "ben");
        await story.DoAsync(ids[2], BehaviourType.View, 110, "anna", "ben");
        await other.DoAsync(await other.GenerationAsync(), BehaviourType.View, 105, session: null, "anna");

        var ends = await Task.WhenAll(ids.Select(async id => (await story.ReadAsync(id)).BehaviourSummary!.SessionEnded!.Value));
        Assert.Equal([story.Before(130), story.Before(130), story.Before(125)], ends);
        Assert.Equal((1, 1), await other.CountAsync("abandonment_rate"));
    }

    [Fact]
    public async Task A_session_of_many_hours_is_followed_to_its_end()
    {
        var story = Tell("long");
        var id = await story.GenerationAsync(minutes: 900);
        for (var minutes = 800; minutes >= 100; minutes -= 25)
        {
            await story.DoAsync(id, BehaviourType.View, minutes);
        }

        Assert.Equal(story.Before(100), (await story.ReadAsync(id)).BehaviourSummary!.SessionEnded);
        Assert.Equal((1, 1), await story.CountAsync("abandonment_rate"));
        await story.DoAsync(id, BehaviourType.Download, 90);
        Assert.False((await story.ReadAsync(id)).BehaviourSummary!.Abandoned);
        Assert.Equal((1, 0), await story.CountAsync("abandonment_rate"));
    }

    [Fact]
    public async Task What_was_made_from_an_image_counts_although_the_event_was_lost()
    {
        var story = Tell("made-from");
        Guid[] ids = [await story.GenerationAsync(), await story.GenerationAsync(), await story.GenerationAsync(), await story.GenerationAsync()];
        foreach (var id in ids)
        {
            await story.DoAsync(id, BehaviourType.View, 150);
        }

        await story.GenerationAsync(140, ids[0], ParentRelation.Regeneration);
        await story.GenerationAsync(130, ids[1], ParentRelation.Edit);
        await story.GenerationAsync(145, ids[2], ParentRelation.Variation);
        await story.GenerationAsync(100, ids[3], ParentRelation.Upscale); // after the session

        Assert.Equal((4, 2), await story.CountAsync("abandonment_rate"));
        Assert.Equal((4, 1), await story.CountAsync("regeneration_rate"));
        Assert.Equal((4, 1), await story.CountAsync("edit_rate"));
        var summaries = await Task.WhenAll(ids.Select(async id => (await story.ReadAsync(id)).BehaviourSummary!));
        Assert.Equal(
            [(true, false, false, false), (false, true, false, false), (false, false, false, true), (false, false, true, true)],
            summaries.Select(s => (s.Regenerated, s.Edited, s.Upscaled, s.Abandoned!.Value)));
    }

    private Story Tell(string app) => new(shared, app, TestContext.Current.CancellationToken);
}
