using System.Net;
using System.Text.Json;
using Dapper;
using QualitySuite.Client;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.IntegrationTests;

/// <summary>What the API says while one of its servers is out: never a 500, a 404 or an empty list.</summary>
[Collection(nameof(FaultSuite))]
public sealed class OutageTests(FaultSuite faults)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_the_database_is_out_every_call_is_a_503_that_says_when_to_come_back_and_the_retry_is_accepted()
    {
        var client = faults.Running.Client;
        var known = (await faults.Running.SubmitAsync("database-out", TestImages.Draw(200), Cancellation)).Id;
        await faults.WaitForScoresAsync(known, Cancellation);
        var submission = Submission("database-out");
        await faults.StopAsync("postgres", Cancellation);
        try
        {
            await AssertUnavailableAsync(() => client.SubmitGenerationAsync(submission, TestImages.Draw(201), "image/jpeg", Cancellation));
            await AssertUnavailableAsync(() => client.SubmitFeedbackAsync(
                new FeedbackSubmission { GenerationId = known.ToString(), UserKey = "anna", Kind = FeedbackKind.Thumb, Value = 1 }, Cancellation));
            await AssertUnavailableAsync(() => client.SubmitEventAsync(
                new BehaviourSubmission { GenerationId = known.ToString(), UserKey = "anna", Type = BehaviourType.View }, Cancellation));
            foreach (var address in (string[])[$"/v1/generations/{known}", $"/v1/generations/{known}/image", "/v1/generations?app=database-out",
                "/v1/generations/facets", "/v1/metrics", "/v1/metrics/timeseries?metric=sharpness", "/v1/metrics/timeseries?metric=mmd",
                "/v1/pipeline", "/v1/dead-letters"])
            {
                await AssertUnavailableAsync(address);
            }

            using var health = await faults.Running.Api.GetAsync(new Uri("/health", UriKind.Relative), Cancellation);
            using var alive = await faults.Running.Api.GetAsync(new Uri("/alive", UriKind.Relative), Cancellation);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (health.StatusCode, alive.StatusCode));
        }
        finally
        {
            await faults.StartAsync("postgres", Cancellation);
            await faults.WaitUntilHealthyAsync(Cancellation);
        }

        var accepted = await Suite.PatientlyAsync(() => client.SubmitGenerationAsync(submission, TestImages.Draw(201), "image/jpeg", Cancellation), Cancellation);
        var scored = await faults.WaitForScoresAsync(accepted.Id, Cancellation);
        Assert.Equal((submission.Id, ScoringStatus.Scored), (scored.Id.ToString(), scored.Status));
        var before = await faults.WaitForScoresAsync(known, Cancellation);
        Assert.Empty(before.Feedback);
        Assert.Empty(before.Behaviour);

        // Monitor's passes over the days have gone on too: both images are counted.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (await CountedAsync() != 2)
        {
            await Task.Delay(100, limit.Token);
        }

        async Task<long?> CountedAsync()
        {
            var now = TimeProvider.System.GetUtcNow();
            var series = await client.GetTimeSeriesAsync(new TimeSeriesQuery("mmd", "1d", now.AddDays(-1), now) { App = "database-out" }, Cancellation);
            return series.Series is [{ Absent: { } absent }] ? absent.Sum(a => a.N) : null;
        }
    }

    [Fact]
    public async Task While_redis_is_out_images_are_accepted_and_scored_once_it_is_back()
    {
        var client = faults.Running.Client;
        Guid id;
        await faults.KillAsync("redis", Cancellation);
        try
        {
            id = (await client.SubmitGenerationAsync(Submission("redis-out"), TestImages.Draw(210), "image/jpeg", Cancellation)).Id;
            Assert.Equal(ScoringStatus.Pending, (await client.GetGenerationAsync(id, Cancellation)).Status);
            await using (var connection = await faults.Running.Database.OpenConnectionAsync(Cancellation))
            {
                Assert.Equal(1, await connection.ExecuteScalarAsync<long>("select count(*) from scoring.pending where generation_id = @id", new { id }));
            }

            var pipeline = await client.GetPipelineAsync(Cancellation);
            Assert.Equal((1, null, null), (pipeline.Pending, pipeline.StreamLag, pipeline.StreamInFlight));
        }
        finally
        {
            await faults.StartAsync("redis", Cancellation);
            await faults.WaitUntilHealthyAsync(Cancellation);
        }

        Assert.Equal(ScoringStatus.Scored, (await faults.WaitForScoresAsync(id, Cancellation)).Status);
    }

    private static GenerationSubmission Submission(string app) =>
        new() { Id = Guid.NewGuid().ToString(), App = app, Prompt = "p", Model = new ModelInfo("m", "1") };

    private static async Task AssertUnavailableAsync(Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<QualityApiException>(call);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "urn:qualitysuite:error:unavailable"), (refused.StatusCode, refused.Problem!.Type));
    }

    private async Task AssertUnavailableAsync(string address)
    {
        using var response = await faults.Running.Api.GetAsync(new Uri(address, UriKind.Relative), Cancellation);
        var body = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.StatusCode == HttpStatusCode.ServiceUnavailable, $"{address}: {response.StatusCode} {body}");
        Assert.Equal("urn:qualitysuite:error:unavailable", JsonDocument.Parse(body).RootElement.GetProperty("type").GetString());
        Assert.True(response.Headers.RetryAfter!.Delta > TimeSpan.Zero);
    }
}
