using System.Net;
using QualitySuite.Client;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Metrics;

namespace QualitySuite.IntegrationTests;

public sealed class FeedbackTests(SharedSuite shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private QualityClient Client => shared.Running.Client;

    [Fact]
    public async Task The_latest_vote_counts_a_retry_does_not_and_the_history_is_kept()
    {
        var id = await GenerationAsync("votes", 10);
        await VoteAsync(id, "anna", 1, "first");
        await VoteAsync(id, "anna", -1, "second");
        await VoteAsync(id, "anna", 1, "first");
        await VoteAsync(id, "ben", 1);

        var feedback = (await Client.GetGenerationAsync(id, Cancellation)).Feedback;
        Assert.Equal([(1, true), (-1, true), (1, false)], feedback.Select(f => (f.Value!.Value, f.Current)));

        var point = await PointAsync("votes", "thumbs_up_rate");
        Assert.Equal((2, 0.5), (point.N, point.Mean));
    }

    [Fact]
    public async Task Rates_and_means_are_those_counted_by_hand()
    {
        Guid[] ids = [await GenerationAsync("rates", 20), await GenerationAsync("rates", 21), await GenerationAsync("rates", 22), await GenerationAsync("rates", 23)];
        await Client.SubmitFeedbackAsync(new FeedbackSubmission { GenerationId = ids[0].ToString(), UserKey = "a", Kind = FeedbackKind.Stars, Value = 2 }, Cancellation);
        await Client.SubmitFeedbackAsync(new FeedbackSubmission { GenerationId = ids[1].ToString(), UserKey = "a", Kind = FeedbackKind.Stars, Value = 5 }, Cancellation);
        await Client.SubmitFeedbackAsync(
            new FeedbackSubmission { GenerationId = ids[0].ToString(), UserKey = "a", Kind = FeedbackKind.Report, Reasons = [ReportReason.Anatomy], Comment = "six fingers" }, Cancellation);
        foreach (var (id, type, value) in ((Guid, BehaviourType, double?)[])
        [
            (ids[0], BehaviourType.View, null), (ids[0], BehaviourType.Dwell, 2.5), (ids[0], BehaviourType.Dwell, 1.5), (ids[0], BehaviourType.Regenerate, null),
            (ids[1], BehaviourType.View, null), (ids[1], BehaviourType.Download, null), (ids[2], BehaviourType.View, null),
        ])
        {
            await Client.SubmitEventAsync(new BehaviourSubmission { GenerationId = id.ToString(), UserKey = "a", SessionKey = "s", Type = type, Value = value }, Cancellation);
        }

        Assert.Equal((2, 3.5), await CountAsync("stars_mean"));
        Assert.Equal((4, 0.25), await CountAsync("report_rate"));
        Assert.Equal((4, 0.25), await CountAsync("report_anatomy_rate"));
        Assert.Equal((4, 0.0), await CountAsync("report_offensive_rate"));
        Assert.Equal((3, 1 / 3.0), await CountAsync("regeneration_rate"));
        Assert.Equal((3, 1 / 3.0), await CountAsync("download_rate"));
        Assert.Equal((1, 4.0), await CountAsync("dwell_seconds"));

        async Task<(long N, double Mean)> CountAsync(string metric)
        {
            var point = await PointAsync("rates", metric);
            return (point.N, point.Mean);
        }
    }

    [Fact]
    public async Task A_score_series_agrees_with_the_scores_of_its_records_by_model_version()
    {
        var suite = shared.Running;
        var values = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            var accepted = await suite.SubmitAsync("series", TestImages.Draw(40 + i), Cancellation, version: i < 4 ? "1" : "2");
            var scored = await suite.WaitForScoresAsync(accepted.Id, Cancellation);
            values.Add(scored.Scores.Single(s => s.Metric == "contrast").Value);
        }

        var series = await Client.GetTimeSeriesAsync(Query("series", "contrast") with { GroupBy = "modelVersion" }, Cancellation);

        Assert.Equal(["1", "2"], series.Series.Select(s => s.Group["modelVersion"]));
        var point = Assert.Single(series.Series[0].Points);
        var first = values.Take(4).Order().ToList();
        var mean = first.Average();
        Assert.Equal(4, point.N);
        Assert.Equal(mean, point.Mean, 1e-9);
        Assert.Equal(Math.Sqrt(first.Sum(v => (v - mean) * (v - mean)) / 3), point.Stddev, 1e-9);
        Assert.Equal((first[1] + first[2]) / 2, point.P50!.Value, 1e-9);
        Assert.Equal(values[4], Assert.Single(series.Series[1].Points).Mean, 1e-9);
        Assert.Null(series.Series[1].Points[0].Ci95);
    }

    [Fact]
    public async Task Feedback_about_an_unknown_generation_is_not_found() =>
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await Assert.ThrowsAsync<QualityApiException>(() => VoteAsync(Guid.NewGuid(), "anna", 1))).StatusCode);

    [Theory]
    [InlineData("""{"userKey":"u","kind":"thumb","value":2}""", "value")]
    [InlineData("""{"userKey":"u","kind":"stars","value":6}""", "value")]
    [InlineData("""{"userKey":"u","kind":"report"}""", "reasons")]
    [InlineData("""{"kind":"thumb","value":1}""", "userKey")]
    public async Task Invalid_feedback_names_its_field(string json, string field)
    {
        using var content = new StringContent(json.Replace("{", $$"""{"generationId":"{{Guid.NewGuid()}}",""", StringComparison.Ordinal), null, "application/json");
        using var response = await shared.Running.Api.PostAsync(new Uri("/v1/feedback", UriKind.Relative), content, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains($"\"{field}\"", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    private static TimeSeriesQuery Query(string app, string metric) =>
        new(metric, "1d", TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1)) { App = app };

    private async Task<Guid> GenerationAsync(string app, int seed) => (await shared.Running.SubmitAsync(app, TestImages.Draw(seed), Cancellation)).Id;

    private Task<Recorded> VoteAsync(Guid id, string user, int value, string? feedbackId = null) => Client.SubmitFeedbackAsync(
        new FeedbackSubmission { GenerationId = id.ToString(), UserKey = user, Kind = FeedbackKind.Thumb, Value = value, FeedbackId = feedbackId }, Cancellation);

    private async Task<TimeSeriesPoint> PointAsync(string app, string metric)
    {
        var series = await Client.GetTimeSeriesAsync(Query(app, metric), Cancellation);
        return Assert.Single(Assert.Single(series.Series).Points);
    }
}
