using System.Net;
using QualitySuite.Client;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.IntegrationTests;

public sealed class ApiKeyTests(SharedSuite shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("qs_unknown")]
    public async Task A_missing_or_unknown_key_is_unauthenticated(string? key)
    {
        using var http = ClientWith(key);
        using var response = await http.GetAsync(new Uri("/v1/generations", UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("urn:qualitysuite:error:unauthenticated", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_without_the_scope_is_forbidden()
    {
        using var http = await shared.Running.ClientWithKeyAsync(app: null, ["read"], Cancellation);
        using var read = await http.GetAsync(new Uri("/v1/generations", UriKind.Relative), Cancellation);
        using var replay = await http.PostAsync(new Uri($"/v1/dead-letters/{Guid.NewGuid()}:replay", UriKind.Relative), null, Cancellation);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (read.StatusCode, replay.StatusCode));
    }

    [Fact]
    public async Task A_key_of_one_app_sees_and_writes_only_that_app()
    {
        var mine = await shared.Running.SubmitAsync("mine", TestImages.Draw(60), Cancellation);
        var other = await shared.Running.SubmitAsync("other", TestImages.Draw(61), Cancellation);
        using var http = await shared.Running.ClientWithKeyAsync("mine", ["read", "ingest"], Cancellation);
        var client = new QualityClient(http);

        Assert.Equal(mine.Id, (await client.GetGenerationAsync(mine.Id, Cancellation)).Id);
        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<QualityApiException>(() => client.GetGenerationAsync(other.Id, Cancellation))).StatusCode);
        using var image = await client.GetImageAsync(other.Id, null, null, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, image.StatusCode);
        await AssertForbiddenAsync(() => client.ListGenerationsAsync(new GenerationQuery { App = "other" }, Cancellation));
        var list = await client.ListGenerationsAsync(new GenerationQuery(), Cancellation);
        Assert.NotEmpty(list.Items);
        Assert.All(list.Items, generation => Assert.Equal("mine", generation.App));
        var refused = await Assert.ThrowsAsync<QualityApiException>(() => client.SubmitGenerationAsync(
            new GenerationSubmission { App = "other", Prompt = "p", Model = new ModelInfo("m", "1") }, default, "", Cancellation));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task A_key_of_one_app_neither_charts_the_data_of_another_nor_adds_to_it()
    {
        var suite = shared.Running;
        var mine = await suite.SubmitAsync("chart-mine", TestImages.Draw(62), Cancellation);
        var value = (await suite.WaitForScoresAsync(mine.Id, Cancellation)).Scores.Single(score => score.Metric == "sharpness").Value;
        var other = (await suite.SubmitAsync("chart-other", TestImages.Draw(63), Cancellation)).Id;
        await suite.WaitForScoresAsync(other, Cancellation);
        using var http = await suite.ClientWithKeyAsync("chart-mine", ["read", "ingest"], Cancellation);
        var client = new QualityClient(http);
        var query = new TimeSeriesQuery("sharpness", "1d", TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1)) { GroupBy = "app" };

        foreach (var app in (string?[])[null, "chart-mine"])
        {
            var series = Assert.Single((await client.GetTimeSeriesAsync(query with { App = app }, Cancellation)).Series);
            Assert.Equal("chart-mine", series.Group["app"]);
            Assert.Equal((1, value), (Assert.Single(series.Points).N, series.Points[0].Mean));
        }

        await AssertForbiddenAsync(() => client.GetTimeSeriesAsync(query with { App = "chart-other" }, Cancellation));
        await AssertNotFoundAsync(() => client.SubmitFeedbackAsync(
            new FeedbackSubmission { GenerationId = other.ToString(), UserKey = "anna", Kind = FeedbackKind.Thumb, Value = -1 }, Cancellation));
        await AssertNotFoundAsync(() => client.SubmitEventAsync(
            new BehaviourSubmission { GenerationId = other.ToString(), UserKey = "anna", Type = BehaviourType.View }, Cancellation));
        var untouched = await suite.Client.GetGenerationAsync(other, Cancellation);
        Assert.Empty(untouched.Feedback);
        Assert.Empty(untouched.Behaviour);
    }

    private static async Task AssertForbiddenAsync(Func<Task> call) =>
        Assert.Equal(HttpStatusCode.Forbidden, (await Assert.ThrowsAsync<QualityApiException>(call)).StatusCode);

    private static async Task AssertNotFoundAsync(Func<Task> call) =>
        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<QualityApiException>(call)).StatusCode);

    private HttpClient ClientWith(string? key)
    {
        var http = new HttpClient { BaseAddress = shared.Running.Api.BaseAddress };
        if (key is not null)
        {
            http.DefaultRequestHeaders.Add("X-Api-Key", key);
        }

        return http;
    }
}
