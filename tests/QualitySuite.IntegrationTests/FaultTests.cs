using System.Net;
using Dapper;
using QualitySuite.Client;
using QualitySuite.Contracts.Generations;
using StackExchange.Redis;
using Aspire.Hosting.Testing;

namespace QualitySuite.IntegrationTests;

/// <summary>Each fault strikes in the middle of 30 seconds of 20 images a second. What was accepted must end scored, exactly once.</summary>
public sealed class FaultTests
{
    private const int PerSecond = 20;
    private const int Scorers = 12;
    private static readonly TimeSpan Load = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FaultAt = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromMinutes(2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_worker_killed_mid_batch_a_queue_that_lost_its_data_and_a_restarted_database_lose_no_image()
    {
        Suite.RequireServers();
        await using var suite = await Suite.StartAsync(Cancellation, "--ScoringWorker:RedeliverAfter=00:00:03");

        await AssertNothingIsLostAsync(suite, "worker-killed", async () =>
        {
            await suite.CommandAsync("scoring-worker", "resource-kill", Cancellation);
            await Task.Delay(TimeSpan.FromSeconds(1), Cancellation);
            await suite.CommandAsync("scoring-worker", "resource-start", Cancellation);
        });
        await AssertNothingIsLostAsync(suite, "queue-lost", async () =>
        {
            await LoseQueueAsync(suite);
            await suite.CommandAsync("redis", "resource-start", Cancellation);
        });
        await AssertNothingIsLostAsync(suite, "database-restarted", () => suite.CommandAsync("postgres", "resource-restart", Cancellation));
    }

    private static async Task AssertNothingIsLostAsync(Suite suite, string app, Func<Task> fault)
    {
        var striking = StrikeAsync(fault);
        var accepted = await SendAsync(suite, app);
        await striking;
        await WaitUntilScoredAsync(suite, app);

        // The test's own idle connections died with a restarted server.
        suite.Database.Clear();
        await using var connection = await suite.Database.OpenConnectionAsync(Cancellation);
        var ledger = await connection.QuerySingleAsync<(long Generations, long Completions, long Scores, long Pending, long DeadLetters)>("""
            with g as (select id, created_at from feedback.generations where app = @app)
            select (select count(*) from g),
                   (select count(*) from g join scoring.completions c on c.generation_id = g.id),
                   (select count(*) from g join scoring.scores s on s.generation_id = g.id),
                   (select count(*) from g join scoring.pending p on p.generation_id = g.id),
                   (select count(*) from g join scoring.dead_letters d on d.generation_id = g.id)
            """, new { app });
        Assert.Equal((accepted, accepted, accepted * Scorers, 0, 0), ledger);
    }

    private static async Task StrikeAsync(Func<Task> fault)
    {
        await Task.Delay(FaultAt, Cancellation);
        await fault();
    }

    // Arrivals do not wait for answers: a slow suite gets the same load as a fast one.
    private static async Task<long> SendAsync(Suite suite, string app)
    {
        var sends = new List<Task>();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / PerSecond));
        for (var i = 0; i < (int)(Load.TotalSeconds * PerSecond); i++)
        {
            await timer.WaitForNextTickAsync(Cancellation);
            sends.Add(SubmitUntilAcceptedAsync(suite, app, TestImages.Draw(i, 96, 96)));
        }

        await Task.WhenAll(sends);
        return sends.Count;
    }

    private static async Task SubmitUntilAcceptedAsync(Suite suite, string app, byte[] image)
    {
        var submission = new GenerationSubmission { Id = Guid.NewGuid().ToString(), App = app, Prompt = "load", Model = new ModelInfo("m", "1") };
        while (true)
        {
            try
            {
                await suite.Client.SubmitGenerationAsync(submission, image, "image/jpeg", Cancellation);
                return;
            }
            catch (HttpRequestException e) when (e.StatusCode is null or HttpStatusCode.ServiceUnavailable)
            {
                await Task.Delay(200, Cancellation);
            }
        }
    }

    private static async Task WaitUntilScoredAsync(Suite suite, string app)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(DrainTimeout);
        while ((await suite.Client.GetPipelineAsync(limit.Token)).Pending > 0)
        {
            await Task.Delay(200, limit.Token);
        }

        Assert.NotEmpty((await suite.Client.ListGenerationsAsync(new GenerationQuery { App = app, Limit = 1 }, limit.Token)).Items);
    }

    private static async Task LoseQueueAsync(Suite suite)
    {
        var options = ConfigurationOptions.Parse((await suite.App.GetConnectionStringAsync("redis", Cancellation))!);
        options.AllowAdmin = true;
        await using var redis = await ConnectionMultiplexer.ConnectAsync(options);

        // Killed with work in the stream, then emptied: first the data goes, then the server, so nothing is written down in between.
        await redis.GetServers()[0].FlushAllDatabasesAsync();
        await suite.CommandAsync("redis", "resource-kill", Cancellation);
    }
}
