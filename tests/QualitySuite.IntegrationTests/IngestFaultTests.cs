using System.Collections.Concurrent;
using Dapper;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.IntegrationTests;

/// <summary>Feedback that is sent again under its id until it is acknowledged, while something breaks: the database has each of them exactly once.</summary>
[Collection(nameof(FaultSuite))]
public sealed class IngestFaultTests(FaultSuite faults)
{
    private const int PerSecond = 200;
    private static readonly TimeSpan Load = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan FaultAt = TimeSpan.FromSeconds(3);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_restarted_database_loses_and_doubles_no_feedback() =>
        AssertLedgerAsync("ingest-database", () => faults.Running.CommandAsync("postgres", "resource-restart", Cancellation));

    [Fact]
    public Task An_api_killed_and_started_loses_and_doubles_no_feedback() => AssertLedgerAsync("ingest-api", async () =>
    {
        await faults.KillAsync("feedback-api", Cancellation);
        await faults.StartAsync("feedback-api", Cancellation);
    });

    [Fact]
    public Task An_api_that_is_stopped_answers_what_it_has_taken() => AssertLedgerAsync("ingest-api-stopped", async () =>
    {
        await faults.StopAsync("feedback-api", Cancellation);
        await faults.StartAsync("feedback-api", Cancellation);
    });

    [Fact]
    public Task Ingest_of_feedback_does_not_miss_redis() => AssertLedgerAsync("ingest-redis", async () =>
    {
        await faults.KillAsync("redis", Cancellation);
        await Task.Delay(TimeSpan.FromSeconds(5), Cancellation);
        await faults.StartAsync("redis", Cancellation);
    });

    private async Task AssertLedgerAsync(string app, Func<Task> fault)
    {
        await faults.WaitUntilHealthyAsync(Cancellation);
        var id = (await faults.Running.Client.SubmitGenerationAsync(
            new GenerationSubmission { App = app, Prompt = "p", Model = new ModelInfo("m", "1") }, default, "", Cancellation)).Id;
        var striking = StrikeAsync(fault);
        var acknowledged = new ConcurrentBag<string>();
        var sends = new List<Task>();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / PerSecond));
        for (var i = 0; i < (int)(Load.TotalSeconds * PerSecond); i++)
        {
            await timer.WaitForNextTickAsync(Cancellation);
            sends.Add(SendAsync(id, $"{app} {i}", acknowledged));
        }

        await Task.WhenAll(sends);
        await striking;
        await faults.WaitUntilHealthyAsync(Cancellation);
        await using var connection = await faults.Running.Database.OpenConnectionAsync(Cancellation);
        var stored = await connection.QueryAsync<string>("select comment from feedback.feedback where generation_id = @id", new { id });
        Assert.Equal(acknowledged.Order(StringComparer.Ordinal), stored.Order(StringComparer.Ordinal));
        Assert.Equal(sends.Count, acknowledged.Count);
    }

    private static async Task StrikeAsync(Func<Task> fault)
    {
        await Task.Delay(FaultAt, Cancellation);
        await fault();
    }

    private async Task SendAsync(Guid id, string key, ConcurrentBag<string> acknowledged)
    {
        var feedback = new FeedbackSubmission
        {
            GenerationId = id.ToString(),
            UserKey = key,
            Kind = FeedbackKind.Thumb,
            Value = 1,
            Comment = key,
            FeedbackId = key,
        };
        var answer = await Suite.PatientlyAsync(
            async () =>
            {
                try
                {
                    return await faults.Running.Client.SubmitFeedbackAsync(feedback, Cancellation);
                }
                catch (HttpIOException e)
                {
                    // Killed in the middle of its answer.
                    throw new HttpRequestException(e.Message, e);
                }
            },
            Cancellation);
        Assert.Equal(RecordedStatus.Recorded, answer.Status);
        acknowledged.Add(key);
    }
}
