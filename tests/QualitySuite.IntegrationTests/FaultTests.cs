using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using QualitySuite.Contracts.Generations;
using QualitySuite.Storage.Queue;
using StackExchange.Redis;

namespace QualitySuite.IntegrationTests;

/// <summary>
/// Each fault strikes in the middle of 30 seconds of 20 images a second, while larger images fill the pipeline: what was accepted must end scored,
/// exactly once.
/// </summary>
[Collection(nameof(FaultSuite))]
public sealed class FaultTests(FaultSuite faults)
{
    private const int PerSecond = 20;
    private const int MostBursts = 5;
    private static readonly TimeSpan Load = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FaultAt = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromMinutes(4);

    private static readonly Lazy<byte[][]> LargeImages = new(() => [.. Enumerable.Range(0, 6).Select(i => TestImages.Draw(9_000 + i, 768, 768))]);

    private readonly ConcurrentBag<Guid> _accepted = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_worker_killed_mid_batch_loses_no_image()
    {
        await using var redis = await faults.ConnectRedisAsync(Cancellation);
        Guid[] interrupted = [];

        var ledger = await LedgerOfLoadAsync("worker-killed", async () =>
        {
            await StrikeAmidWorkAsync("worker-killed", async () =>
            {
                await faults.KillAsync("scoring-worker", Cancellation);

                // Nobody is left to acknowledge anything: what is held now was in the worker's hands when it died.
                interrupted = await faults.InFlightAsync(redis.GetDatabase(), "worker-killed", Cancellation);
                await Task.Delay(TimeSpan.FromSeconds(1), Cancellation);
                await faults.StartAsync("scoring-worker", Cancellation);
                return interrupted.Length > 0;
            });
        });

        Assert.All(interrupted, id => Assert.True(ledger[id].Attempts > 1, $"{id} was scored in one attempt though the worker died over it."));
        Assert.Contains(ledger.Values, row => row.Attempts == 1);
    }

    [Fact]
    public async Task A_worker_that_is_stopped_leaves_nothing_that_waits_and_spends_no_attempt()
    {
        await using var redis = await faults.ConnectRedisAsync(Cancellation);
        var queue = redis.GetDatabase();

        var ledger = await LedgerOfLoadAsync("worker-stopped", () => StrikeAmidWorkAsync("worker-stopped", async () =>
        {
            var held = await faults.InFlightAsync(queue, "worker-stopped", Cancellation);
            var consumers = (await queue.StreamConsumerInfoAsync(ScoringQueue.Stream, ScoringQueue.Group)).Length;
            await faults.StopAsync("scoring-worker", Cancellation);
            try
            {
                Assert.Equal(0, (await queue.StreamPendingAsync(ScoringQueue.Stream, ScoringQueue.Group)).PendingMessageCount);
                Assert.Equal(consumers - 1, (await queue.StreamConsumerInfoAsync(ScoringQueue.Stream, ScoringQueue.Group)).Length);
            }
            finally
            {
                await faults.StartAsync("scoring-worker", Cancellation);
            }

            return held.Length > 0;
        }));

        Assert.All(ledger.Values, row => Assert.Equal(1, row.Attempts));
    }

    [Fact]
    public async Task While_the_database_is_out_longer_than_redelivery_takes_a_worker_keeps_what_it_has_read()
    {
        await using var redis = await faults.ConnectRedisAsync(Cancellation);
        await faults.WaitUntilHealthyAsync(Cancellation);
        var most = 0;
        var longestIdle = 0L;
        await faults.StopAsync("postgres", Cancellation);
        try
        {
            // The worker reads them and cannot even learn that no such images wait.
            await new ScoringQueue(redis).SendAsync([.. Enumerable.Range(0, 5).Select(_ => new QueuedImage(Guid.NewGuid(), TimeProvider.System.GetUtcNow(), null))]);
            var end = TimeProvider.System.GetUtcNow() + (2 * FaultSuite.RedeliverAfter);
            while (TimeProvider.System.GetUtcNow() < end)
            {
                var held = await redis.GetDatabase().StreamPendingMessagesAsync(ScoringQueue.Stream, ScoringQueue.Group, 1_000, RedisValue.Null);
                most = Math.Max(most, held.Length);
                longestIdle = held.Select(h => h.IdleTimeInMilliseconds).Append(longestIdle).Max();
                await Task.Delay(100, Cancellation);
            }
        }
        finally
        {
            await faults.StartAsync("postgres", Cancellation);
            await faults.WaitUntilHealthyAsync(Cancellation);
        }

        Assert.True(most > 0, "The worker read nothing.");
        Assert.InRange(longestIdle, 0, FaultSuite.RedeliverAfter.TotalMilliseconds - 1);
    }

    [Fact]
    public async Task A_queue_that_lost_its_data_loses_no_image()
    {
        await using var redis = await faults.ConnectRedisAsync(Cancellation);

        await LedgerOfLoadAsync("queue-lost", () => StrikeAmidWorkAsync("queue-lost", async () =>
        {
            // First the data goes, then the server, so that nothing is written down in between.
            var flush = redis.GetDatabase().CreateTransaction();
            var length = flush.StreamLengthAsync(ScoringQueue.Stream);
            var held = flush.StreamPendingAsync(ScoringQueue.Stream, ScoringQueue.Group);
            _ = flush.ExecuteAsync("FLUSHALL");
            await flush.ExecuteAsync();
            await faults.KillAsync("redis", Cancellation);
            await faults.StartAsync("redis", Cancellation);

            // What a worker held is scored all the same; entries that none had read are truly lost.
            return await length > (await held).PendingMessageCount;
        }));
    }

    [Fact]
    public async Task A_restarted_database_loses_no_image() =>
        await LedgerOfLoadAsync("database-restarted", () => StrikeAmidWorkAsync("database-restarted", async () =>
        {
            var open = await PendingAsync();
            await faults.Running.CommandAsync("postgres", "resource-restart", Cancellation);
            return open > 0;
        }));

    /// <summary>Sends the load with the fault in its middle, waits for the scores, and checks every accepted generation for itself.</summary>
    private async Task<Dictionary<Guid, LedgerRow>> LedgerOfLoadAsync(string app, Func<Task> fault)
    {
        await faults.WaitUntilHealthyAsync(Cancellation);
        var expected = await ExpectedScoresAsync();
        var striking = StrikeAsync(fault);
        await SendAsync(app);
        await striking;
        await WaitUntilScoredAsync();

        faults.Running.Database.Clear();
        var ledger = await ReadLedgerAsync(app);
        Assert.Equal(_accepted.Order(), ledger.Keys.Order());
        Assert.All(ledger.Values, row =>
        {
            Assert.Equal((1, 0, 0), (row.Completions, row.Pending, row.DeadLetters));
            Assert.Equal(expected, row.Scores);
        });
        var letters = await faults.Running.Client.ListDeadLettersAsync(500, null, Cancellation);
        Assert.DoesNotContain(letters.Items, letter => ledger.ContainsKey(letter.Id));
        return ledger;
    }

    private static async Task StrikeAsync(Func<Task> fault)
    {
        await Task.Delay(FaultAt, Cancellation);
        await fault();
    }

    /// <summary>Fills the pipeline with images that take a while and strikes; once more where the strike found nothing to hit.</summary>
    private async Task StrikeAmidWorkAsync(string app, Func<Task<bool>> strike)
    {
        for (var burst = 0; burst < MostBursts; burst++)
        {
            var sends = Enumerable.Range(0, 120).Select(i => SubmitAsync(app, LargeImages.Value[i % LargeImages.Value.Length])).ToList();
            while (sends.Count(send => send.IsCompleted) < 40 || (!sends.TrueForAll(send => send.IsCompleted) && await PendingAsync() < 80))
            {
                await Task.Delay(20, Cancellation);
            }

            var hit = await strike();
            await Task.WhenAll(sends);
            if (hit)
            {
                return;
            }
        }

        Assert.Fail($"In {MostBursts} bursts no strike found work under way.");
    }

    private async Task<long> PendingAsync()
    {
        await using var connection = await faults.Running.Database.OpenConnectionAsync(Cancellation);
        return await connection.ExecuteScalarAsync<long>("select count(*) from scoring.pending");
    }

    // Arrivals do not wait for answers: a slow suite gets the same load as a fast one.
    private async Task SendAsync(string app)
    {
        var sends = new List<Task>();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / PerSecond));
        for (var i = 0; i < (int)(Load.TotalSeconds * PerSecond); i++)
        {
            await timer.WaitForNextTickAsync(Cancellation);
            sends.Add(SubmitAsync(app, TestImages.Draw(i, 96, 96)));
        }

        await Task.WhenAll(sends);
    }

    private async Task SubmitAsync(string app, byte[] image)
    {
        var submission = new GenerationSubmission { Id = Guid.NewGuid().ToString(), App = app, Prompt = "load", Model = new ModelInfo("m", "1") };
        var accepted = await Suite.PatientlyAsync(
            () => faults.Running.Client.SubmitGenerationAsync(submission, image, "image/jpeg", Cancellation), Cancellation);
        _accepted.Add(accepted.Id);
    }

    private async Task WaitUntilScoredAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(DrainTimeout);
        while ((await Suite.PatientlyAsync(() => faults.Running.Client.GetPipelineAsync(limit.Token), limit.Token)).Pending > 0)
        {
            await Task.Delay(200, limit.Token);
        }
    }

    /// <summary>What the worker says that it computes, as "metric identity": not taken from what it wrote.</summary>
    private async Task<string[]> ExpectedScoresAsync()
    {
        using var worker = faults.Running.HttpFor("scoring-worker");
        var models = await Suite.PatientlyAsync(() => worker.GetFromJsonAsync<JsonElement>(new Uri("/v1/models", UriKind.Relative), Cancellation), Cancellation);
        string[] scorers = [.. models.GetProperty("scorers").EnumerateArray().Select(s => $"{s.GetProperty("metric")} {s.GetProperty("identity")}").Order(StringComparer.Ordinal)];
        Assert.Equal(Suite.ScoresOfAnImage, scorers.Length);
        return scorers;
    }

    private async Task<Dictionary<Guid, LedgerRow>> ReadLedgerAsync(string app)
    {
        await using var connection = await faults.Running.Database.OpenConnectionAsync(Cancellation);
        var rows = await connection.QueryAsync<LedgerRow>("""
            select g.id as Id,
                   (select count(*) from scoring.completions c where c.generation_id = g.id)::int as Completions,
                   (select max(c.attempts) from scoring.completions c where c.generation_id = g.id)::int as Attempts,
                   (select count(*) from scoring.pending p where p.generation_id = g.id)::int as Pending,
                   (select count(*) from scoring.dead_letters d where d.generation_id = g.id)::int as DeadLetters,
                   coalesce(s.scores, '{}') as Scores
            from feedback.generations g
            left join (
                select v.generation_id, array_agg(r.metric || ' ' || r.identity order by r.metric collate "C", r.identity collate "C") as scores
                from scoring.scores v join scoring.scorers r on r.id = v.scorer_id
                group by v.generation_id) s on s.generation_id = g.id
            where g.app = @app
            """, new { app });
        return rows.ToDictionary(row => row.Id);
    }

    /// <summary>What the database holds of one generation, in whichever partition.</summary>
    private sealed class LedgerRow
    {
        public Guid Id { get; init; }

        public int Completions { get; init; }

        public int Attempts { get; init; }

        public int Pending { get; init; }

        public int DeadLetters { get; init; }

        public string[] Scores { get; init; } = [];
    }
}
