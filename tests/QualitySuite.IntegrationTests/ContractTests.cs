using System.Net;
using System.Text;
using System.Text.Json;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;
using QualitySuite.FeedbackApi.Images;

namespace QualitySuite.IntegrationTests;

/// <summary>What programs that only know the HTTP contract rely on.</summary>
public sealed class ContractTests(SharedSuite shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_list_of_enum_values_is_no_value()
    {
        var id = await GenerationAsync(800);

        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync("/v1/events", $$"""{"generationId":"{{id}}","userKey":"u","type":"download,share"}"""));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync("/v1/feedback", $$"""{"generationId":"{{id}}","userKey":"u","kind":"stars,report","value":3}"""));
        Assert.Empty((await shared.Running.Client.GetGenerationAsync(id, Cancellation)).Behaviour);
    }

    [Fact]
    public async Task Only_the_same_event_of_the_same_user_about_the_same_generation_is_a_retry()
    {
        Guid[] ids = [await GenerationAsync(801), await GenerationAsync(802)];
        var eventId = Guid.NewGuid();
        foreach (var (id, user, type) in ((Guid, string, string)[])
            [(ids[0], "anna", "view"), (ids[0], "anna", "view"), (ids[0], "ben", "view"), (ids[0], "anna", "share"), (ids[1], "anna", "view")])
        {
            var body = $$"""{"generationId":"{{id}}","userKey":"{{user}}","type":"{{type}}","value":1,"eventId":"{{eventId}}"}""";
            Assert.Equal(HttpStatusCode.Accepted, await PostAsync("/v1/events", body));
        }

        var first = await shared.Running.Client.GetGenerationAsync(ids[0], Cancellation);
        Assert.Equal(3, first.BehaviourCount);
        Assert.Equal([BehaviourType.View, BehaviourType.View, BehaviourType.Share], first.Behaviour.Select(e => e.Type).Order());
        Assert.All(first.Behaviour, e => Assert.Null(e.Value));
        Assert.Single((await shared.Running.Client.GetGenerationAsync(ids[1], Cancellation)).Behaviour);
        Assert.Equal(
            HttpStatusCode.BadRequest, await PostAsync("/v1/events", $$"""{"generationId":"{{ids[0]}}","userKey":"u","type":"view","eventId":""}"""));
    }

    [Fact]
    public async Task A_body_larger_than_any_feedback_is_refused() =>
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync("/v1/feedback", $$"""{"comment":"{{new string('x', 70_000)}}"}"""));

    [Fact]
    public async Task A_series_starts_and_ends_with_whole_buckets()
    {
        var now = TimeProvider.System.GetUtcNow();
        await GenerationAsync(803, "whole", now);
        var body = await shared.Running.Api.GetStringAsync(
            new Uri($"/v1/metrics/timeseries?metric=report_rate&app=whole&bucket=1d&from={now.AddSeconds(1):yyyy-MM-dd'T'HH:mm:ss'Z'}&to={now.AddSeconds(2):yyyy-MM-dd'T'HH:mm:ss'Z'}", UriKind.Relative),
            Cancellation);
        var points = JsonDocument.Parse(body).RootElement.GetProperty("series")[0].GetProperty("points");

        Assert.Equal(1, points[0].GetProperty("n").GetInt64());
        Assert.Equal(JsonValueKind.Null, points[0].GetProperty("p50").ValueKind);
    }

    [Fact]
    public async Task Five_minute_buckets_reach_back_two_days_by_a_clock_that_is_a_moment_behind()
    {
        using var response = await shared.Running.Api.GetAsync(
            new Uri($"/v1/metrics/timeseries?metric=sharpness&bucket=5m&from={TimeProvider.System.GetUtcNow().AddDays(-2).AddSeconds(-5):yyyy-MM-dd'T'HH:mm:ss'Z'}", UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_cursor_continues_only_its_own_list()
    {
        await GenerationAsync(804, "cursors");
        await GenerationAsync(805, "cursors");
        var page = JsonDocument.Parse(await shared.Running.Api.GetStringAsync(
            new Uri("/v1/generations?app=cursors&limit=1&order=newest", UriKind.Relative), Cancellation)).RootElement;
        var cursor = page.GetProperty("nextCursor").GetString();

        Assert.Equal(HttpStatusCode.OK, await GetAsync($"/v1/generations?app=cursors&order=newest&cursor={cursor}"));
        Assert.Equal(HttpStatusCode.BadRequest, await GetAsync($"/v1/generations?app=cursors&order=oldest&cursor={cursor}"));
        Assert.Equal(HttpStatusCode.BadRequest, await GetAsync($"/v1/generations?metric=sharpness&order=metric_asc&cursor={cursor}"));
        Assert.Equal(HttpStatusCode.BadRequest, await GetAsync($"/v1/dead-letters?cursor={cursor}"));
    }

    [Fact]
    public async Task Large_images_wait_for_each_other_and_an_impatient_one_takes_nothing()
    {
        using var budget = new PixelBudget(megapixels: 64);
        var first = await budget.TakeAsync(40_000_000, Cancellation);
        using (var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(50)))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => budget.TakeAsync(40_000_000, impatient.Token));
        }

        var second = budget.TakeAsync(40_000_000, Cancellation);
        Assert.False(second.IsCompleted);
        budget.Release(first);

        budget.Release(await second.WaitAsync(TimeSpan.FromSeconds(10), Cancellation));
        Assert.Equal(64, await budget.TakeAsync(long.MaxValue / 2, Cancellation).WaitAsync(TimeSpan.FromSeconds(10), Cancellation));
    }

    private async Task<Guid> GenerationAsync(int seed, string app = "contract", DateTimeOffset? createdAt = null) =>
        (await shared.Running.Client.SubmitGenerationAsync(
            new GenerationSubmission { App = app, Prompt = $"p{seed}", Model = new ModelInfo("m", "1"), CreatedAt = createdAt },
            TestImages.Draw(seed), "image/jpeg", Cancellation)).Id;

    private async Task<HttpStatusCode> PostAsync(string address, string json)
    {
        using var response = await shared.Running.Api.PostAsync(
            new Uri(address, UriKind.Relative), new StringContent(json, Encoding.UTF8, "application/json"), Cancellation);
        return response.StatusCode;
    }

    private async Task<HttpStatusCode> GetAsync(string address)
    {
        using var response = await shared.Running.Api.GetAsync(new Uri(address, UriKind.Relative), Cancellation);
        return response.StatusCode;
    }
}
