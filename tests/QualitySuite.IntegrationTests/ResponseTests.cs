using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using QualitySuite.Contracts;
using QualitySuite.Contracts.Batches;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.IntegrationTests;

/// <summary>What users say, over what they were shown and where; and that no retry counts twice, whichever way it comes.</summary>
public sealed class ResponseTests(SharedSuite shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_response_rate_counts_shown_images_with_any_feedback_once()
    {
        var story = Tell("responses");
        var ids = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await story.GenerationAsync());
            await story.DoAsync(ids[i], BehaviourType.View, 60);
        }

        var unseen = await story.GenerationAsync();
        await SayAsync(ids[0], FeedbackKind.Thumb, -1);
        await SayAsync(ids[0], FeedbackKind.Stars, 2);
        await SayAsync(ids[1], FeedbackKind.Stars, 5);
        await SayAsync(ids[2], FeedbackKind.Report);
        await SayAsync(unseen, FeedbackKind.Thumb, 1);

        Assert.Equal((5, 3), await story.CountAsync("response_rate"));
        Assert.True((await story.ReadAsync(ids[2])).BehaviourSummary!.Responded);
        Assert.False((await story.ReadAsync(ids[3])).BehaviourSummary!.Responded);
        Assert.Null((await story.ReadAsync(unseen)).BehaviourSummary);
    }

    [Fact]
    public async Task No_retry_counts_twice_be_it_alone_in_a_batch_or_held()
    {
        var story = Tell("told-again");
        var known = await story.GenerationAsync();
        var unknown = Guid.CreateVersion7();
        FeedbackSubmission[] feedback = [.. from id in (Guid[])[known, unknown] from user in (string[])["anna", "ben"] from f in Opinions(id, user) select f];
        BehaviourSubmission[] events = [.. from id in (Guid[])[known, unknown] from e in Acts(id) select e];
        for (var i = 0; i < 2; i++)
        {
            await SendAsync(feedback, events);
        }

        await shared.Running.Client.SubmitGenerationAsync(
            new GenerationSubmission { Id = unknown.ToString(), App = "told-again", Prompt = "p", Model = new ModelInfo("m", "1") }, default, "", Cancellation);
        while ((await story.ReadAsync(unknown)) is not { FeedbackCount: 8, BehaviourCount: 3 })
        {
            await Task.Delay(100, Cancellation);
        }

        await SendAsync(feedback, events);

        foreach (var id in (Guid[])[known, unknown])
        {
            var generation = await story.ReadAsync(id);
            Assert.Equal((8, 3), (generation.FeedbackCount, generation.BehaviourCount));
            Assert.Equal(
                [(FeedbackKind.Report, true), (FeedbackKind.Stars, true), (FeedbackKind.Thumb, true), (FeedbackKind.Thumb, false)],
                generation.Feedback.Select(f => (f.Kind, f.Current)).Take(4));
        }

        Assert.Equal((4, 0), await story.CountAsync("thumbs_up_rate"));
        Assert.Equal((4, 16), await story.CountAsync("stars_mean"));
        Assert.Equal((2, 2), await story.CountAsync("response_rate"));
        Assert.Equal((2, 2), await story.CountAsync("download_rate"));
        Assert.Equal((2, 9), await story.CountAsync("dwell_seconds"));
    }

    [Fact]
    public async Task Each_reason_has_a_rate_of_its_own_over_what_was_delivered()
    {
        var story = Tell("reasons");
        Guid[] ids = [.. await Task.WhenAll(Enumerable.Range(0, 3).Select(async i => (await shared.Running.SubmitAsync("reasons", TestImages.Draw(900 + i), Cancellation)).Id))];
        await SayAsync(ids[0], FeedbackKind.Report, reasons: [ReportReason.Anatomy, ReportReason.LowQuality]);
        await SayAsync(ids[0], FeedbackKind.Report, reasons: [ReportReason.Anatomy]);
        await SayAsync(ids[1], FeedbackKind.Report, reasons: [ReportReason.TextRendering]);

        Assert.Equal((3, 2), await story.CountAsync("report_rate"));
        foreach (var (reason, count) in ((string, int)[])[("anatomy", 1), ("low_quality", 1), ("text_rendering", 1), ("offensive", 0), ("doesnt_match_prompt", 0)])
        {
            Assert.Equal((3, count), await story.CountAsync($"report_{reason}_rate"));
        }
    }

    [Fact]
    public async Task A_rate_is_told_apart_by_the_place_where_images_were_first_shown()
    {
        var story = Tell("places");
        for (var i = 0; i < 6; i++)
        {
            var id = await story.GenerationAsync();
            await story.DoAsync(id, BehaviourType.View, 120, exposure: i == 5 ? null : new Exposure(1 + (i % 2), 2, "grid"));
            await story.DoAsync(id, BehaviourType.View, 100, exposure: i == 5 ? null : new Exposure(1, 1, "detail"));
            if (i is 0 or 2 or 5)
            {
                await story.DoAsync(id, BehaviourType.Download, 90);
                await SayAsync(id, FeedbackKind.Thumb, 1);
            }
        }

        Assert.Equal(
            [("grid", 1, 3, 2 / 3.0), ("grid", 2, 2, 0), (null, null, 1, 1)],
            (await story.ByPlaceAsync("download_rate")).Select(place => (place.Surface, place.Position, place.N, place.Mean)));
        Assert.Equal(
            [("grid", 1, 3, 1 / 3.0), ("grid", 2, 2, 1), (null, null, 1, 0)],
            (await story.ByPlaceAsync("abandonment_rate")).Select(place => (place.Surface, place.Position, place.N, place.Mean)));
        Assert.Equal([("grid", 1, 2), (null, null, 1)], (await story.ByPlaceAsync("thumbs_up_rate")).Select(place => (place.Surface, place.Position, place.N)));
        // Wilson's interval of 2 of 3, as in Brown, Cai and DasGupta (2001), formula (4).
        var interval = (await story.ByPlaceAsync("download_rate"))[0].Ci95!;
        Assert.Equal([0.207660, 0.938509], interval, (a, b) => Math.Abs(a - b) < 1e-5);
    }

    private async Task SendAsync(FeedbackSubmission[] feedback, BehaviourSubmission[] events)
    {
        foreach (var submission in feedback)
        {
            await shared.Running.Client.SubmitFeedbackAsync(submission, Cancellation);
        }

        foreach (var submission in events)
        {
            await shared.Running.Client.SubmitEventAsync(submission, Cancellation);
        }

        await PostAsync("/v1/feedback:batch", feedback);
        await PostAsync("/v1/events:batch", events);
    }

    private async Task PostAsync<T>(string path, T[] lines)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(line => JsonSerializer.Serialize(line, QualityJson.Options)))));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        using var response = await shared.Running.Api.PostAsync(new Uri(path, UriKind.Relative), content, Cancellation);
        var answer = JsonSerializer.Deserialize<BatchAnswer>(await response.Content.ReadAsStringAsync(Cancellation), QualityJson.Options)!;
        Assert.Equal(lines.Length, answer.Results.Count(result => result.IsAccepted));
    }

    private static IEnumerable<FeedbackSubmission> Opinions(Guid id, string user) =>
    [
        Opinion(id, user, FeedbackKind.Thumb, 1, "1"), Opinion(id, user, FeedbackKind.Thumb, -1, "2"), Opinion(id, user, FeedbackKind.Stars, 4, "3"),
        Opinion(id, user, FeedbackKind.Report, null, "4") with { Reasons = [ReportReason.Other] },
    ];

    private static FeedbackSubmission Opinion(Guid id, string user, FeedbackKind kind, int? value, string feedbackId) =>
        new() { GenerationId = id.ToString(), UserKey = user, Kind = kind, Value = value, FeedbackId = feedbackId, Hold = true };

    private static IEnumerable<BehaviourSubmission> Acts(Guid id) =>
        [Act(id, BehaviourType.View), Act(id, BehaviourType.Download), Act(id, BehaviourType.Dwell, 4.5)];

    private static BehaviourSubmission Act(Guid id, BehaviourType type, double? value = null) =>
        new() { GenerationId = id.ToString(), UserKey = "anna", Type = type, Value = value, EventId = type.ToString(), Hold = true };

    private Task<Recorded> SayAsync(Guid id, FeedbackKind kind, int? value = null, ReportReason[]? reasons = null) => shared.Running.Client.SubmitFeedbackAsync(
        new FeedbackSubmission { GenerationId = id.ToString(), UserKey = "u", Kind = kind, Value = value, Reasons = kind == FeedbackKind.Report ? reasons ?? [ReportReason.Other] : null },
        Cancellation);

    private Story Tell(string app) => new(shared, app, Cancellation);
}
