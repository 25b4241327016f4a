using System.Net;
using QualitySuite.Client;
using QualitySuite.Contracts.Feedback;

namespace QualitySuite.IntegrationTests;

public sealed class SessionTests(SharedSuite shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private QualityClient Client => shared.Running.Client;

    [Fact]
    public async Task Sessions_are_those_counted_by_hand()
    {
        var story = Tell("sessions");
        Guid[] ids = [await story.GenerationAsync(), await story.GenerationAsync(), await story.GenerationAsync()];
        await story.DoAsync(ids[1], BehaviourType.Dwell, 115, "a", value: 2.5);
        await story.DoAsync(ids[0], BehaviourType.View, 120, "a");
        await story.DoAsync(ids[0], BehaviourType.Dwell, 118, "a", value: 4);
        await story.DoAsync(ids[0], BehaviourType.Download, 119, "a");
        await story.DoAsync(ids[0], BehaviourType.Download, 117, "a");
        await story.DoAsync(ids[1], BehaviourType.Share, 114, "a");
        await story.DoAsync(ids[1], BehaviourType.Edit, 113, "a");
        await story.DoAsync(ids[2], BehaviourType.Upscale, 112, "a");
        await story.GenerationAsync(111, ids[2]);
        await story.DoAsync(ids[0], BehaviourType.View, 70, "a");
        await story.DoAsync(ids[1], BehaviourType.Dismiss, 60, "a");
        await story.DoAsync(ids[2], BehaviourType.View, 20, "b");
        await story.DoAsync(ids[2], BehaviourType.Download, 5, "b");

        var sessions = (await ListAsync("sessions")).Items;

        Assert.Equal(
            [
                new UserSession(default, "sessions", story.Before(20), null, story.Before(5), 2, 1, 1, 0, 0, 0, 0, 0, 0, null),
                new UserSession(default, "sessions", story.Before(70), story.Before(60), story.Before(60), 2, 2, 0, 0, 0, 0, 0, 1, 0, true),
                new UserSession(default, "sessions", story.Before(120), story.Before(112), story.Before(112), 8, 3, 1, 1, 1, 1, 1, 0, 6.5, false),
            ],
            sessions.Select(session => session with { Id = default }));
        Assert.Distinct(sessions.Select(session => session.Id));
    }

    [Fact]
    public async Task A_late_event_joins_two_sessions()
    {
        var story = Tell("sessions-joined");
        var id = await story.GenerationAsync();
        await story.DoAsync(id, BehaviourType.View, 100);
        await story.DoAsync(id, BehaviourType.View, 60);
        Assert.Equal(2, (await ListAsync("sessions-joined")).Items.Count);

        await story.DoAsync(id, BehaviourType.View, 80);
        var session = Assert.Single((await ListAsync("sessions-joined")).Items);

        Assert.Equal((story.Before(100), story.Before(60), 3), (session.Started, session.Ended, session.Events));
    }

    [Fact]
    public async Task The_range_is_by_the_start_and_a_session_that_goes_on_into_it_is_not_cut()
    {
        var story = Tell("sessions-range");
        var id = await story.GenerationAsync();
        foreach (var minutes in (double[])[130, 110, 90])
        {
            await story.DoAsync(id, BehaviourType.View, minutes, "long");
        }

        await story.DoAsync(id, BehaviourType.View, 85, "short");

        var within = await Client.ListSessionsAsync(
            new SessionQuery { App = "sessions-range", From = story.Before(95), To = story.Before(80) }, Cancellation);
        Assert.Equal([story.Before(85)], within.Items.Select(session => session.Started));
        var from = await Client.ListSessionsAsync(new SessionQuery { App = "sessions-range", From = story.Before(130), To = story.Before(100) }, Cancellation);
        Assert.Equal([(story.Before(130), story.Before(90))], from.Items.Select(session => (session.Started, session.Ended!.Value)));
    }

    [Fact]
    public async Task Pages_follow_one_another_without_a_gap_and_a_cursor_of_another_list_is_refused()
    {
        var story = Tell("sessions-pages");
        var id = await story.GenerationAsync();
        for (var i = 0; i < 7; i++)
        {
            await story.DoAsync(id, BehaviourType.View, 100 + (i / 3), $"s{i}");
        }

        var all = (await ListAsync("sessions-pages")).Items;
        var paged = new List<UserSession>();
        string? cursor = null;
        do
        {
            var page = await Client.ListSessionsAsync(new SessionQuery { App = "sessions-pages", Limit = 2, Cursor = cursor }, Cancellation);
            paged.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal(7, all.Count);
        Assert.Equal(all, paged);
        var generations = await Client.ListGenerationsAsync(new GenerationQuery { Limit = 1 }, Cancellation);
        var refused = await Assert.ThrowsAsync<QualityApiException>(() => Client.ListSessionsAsync(new SessionQuery { Cursor = generations.NextCursor ?? "x" }, Cancellation));
        Assert.Equal(["cursor"], refused.Problem!.Errors!.Keys);
    }

    [Fact]
    public async Task A_key_of_one_app_lists_its_own_sessions_alone()
    {
        var (mine, other) = (Tell("sessions-mine"), Tell("sessions-other"));
        await mine.DoAsync(await mine.GenerationAsync(), BehaviourType.View, 50);
        await other.DoAsync(await other.GenerationAsync(), BehaviourType.View, 50);
        using var http = await shared.Running.ClientWithKeyAsync("sessions-mine", ["read"], Cancellation);
        var client = new QualityClient(http);

        Assert.Equal(["sessions-mine"], (await client.ListSessionsAsync(new SessionQuery(), Cancellation)).Items.Select(session => session.App));
        var refused = await Assert.ThrowsAsync<QualityApiException>(() => client.ListSessionsAsync(new SessionQuery { App = "sessions-other" }, Cancellation));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Theory]
    [InlineData("from=yesterday", "from")]
    [InlineData("from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z", "from")]
    [InlineData("limit=501", "limit")]
    public async Task A_wrong_argument_is_named(string query, string field)
    {
        using var response = await shared.Running.Api.GetAsync(new Uri("/v1/sessions?" + query, UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains($"\"{field}\"", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    private Task<Contracts.Page<UserSession>> ListAsync(string app) => Client.ListSessionsAsync(new SessionQuery { App = app }, Cancellation);

    private Story Tell(string app) => new(shared, app, Cancellation);
}
