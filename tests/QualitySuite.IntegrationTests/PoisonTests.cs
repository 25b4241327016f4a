using Dapper;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.IntegrationTests;

/// <summary>An image over which the worker dies, played by one that takes seconds to score and a kill each time a worker has it in hand.</summary>
[Collection(nameof(FaultSuite))]
public sealed class PoisonTests(FaultSuite faults)
{
    private static readonly TimeSpan DeliveryTimeout = TimeSpan.FromMinutes(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_image_over_which_the_worker_dies_three_times_is_a_dead_letter_and_its_neighbours_are_scored()
    {
        await faults.WaitUntilHealthyAsync(Cancellation);
        await using var redis = await faults.ConnectRedisAsync(Cancellation);
        var image = HandmadePng.Black(7_000);
        var poison = (await faults.Running.SubmitAsync("poison", image, Cancellation)).Id;
        var neighbours = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            neighbours.Add((await faults.Running.SubmitAsync("poison", TestImages.Draw(220 + i), Cancellation)).Id);
        }

        // The first delivery is counted when the second begins, every later one as it begins.
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await UntilAsync(async () => attempt == 1
                ? (await faults.InFlightAsync(redis.GetDatabase(), "poison", Cancellation)).Contains(poison)
                : await AttemptsAsync(poison) == attempt);
            await faults.KillAsync("scoring-worker", Cancellation);
            Assert.Contains(poison, await faults.InFlightAsync(redis.GetDatabase(), "poison", Cancellation));
            await faults.StartAsync("scoring-worker", Cancellation);
        }

        var failed = await faults.WaitForScoresAsync(poison, Cancellation);
        Assert.Equal((ScoringStatus.Failed, "attempts_exhausted"), (failed.Status, failed.Failure!.Kind));
        Assert.Empty(failed.Scores);
        var letter = (await faults.Running.Client.ListDeadLettersAsync(500, null, Cancellation)).Items.Single(l => l.Id == poison);
        Assert.Equal((3, "attempts_exhausted", false), (letter.Attempts, letter.Reason, letter.Replaying));
        foreach (var neighbour in neighbours)
        {
            Assert.Equal(ScoringStatus.Scored, (await faults.WaitForScoresAsync(neighbour, Cancellation)).Status);
        }

        await AssertAReplayIsScoredAsync(poison);
    }

    [Fact]
    public async Task An_image_whose_scores_cannot_be_stored_is_a_dead_letter_with_its_reason_and_holds_up_nobody()
    {
        var client = faults.Running.Client;
        var createdAt = TimeProvider.System.GetUtcNow().AddDays(-60);
        var month = new DateOnly(createdAt.Year, createdAt.Month, 1);
        var partition = $"scoring.scores_{month:yyyy_MM}";
        var submission = new GenerationSubmission { App = "unstorable", Prompt = "p", Model = new ModelInfo("m", "1"), CreatedAt = createdAt };
        Guid id;
        await ExecuteAsync($"alter table scoring.scores detach partition {partition}");
        try
        {
            id = (await client.SubmitGenerationAsync(submission, TestImages.Draw(230), "image/jpeg", Cancellation)).Id;
            for (var i = 0; i < 3; i++)
            {
                var neighbour = await faults.Running.SubmitAsync("unstorable", TestImages.Draw(231 + i), Cancellation);
                Assert.Equal(ScoringStatus.Scored, (await faults.WaitForScoresAsync(neighbour.Id, Cancellation)).Status);
            }

            var failed = await faults.WaitForScoresAsync(id, Cancellation);
            Assert.Equal((ScoringStatus.Failed, "internal"), (failed.Status, failed.Failure!.Kind));
            Assert.Equal(3, (await client.ListDeadLettersAsync(500, null, Cancellation)).Items.Single(l => l.Id == id).Attempts);
        }
        finally
        {
            await ExecuteAsync($"alter table scoring.scores attach partition {partition} for values from ('{month:yyyy-MM-dd} 00:00:00+00') to ('{month.AddMonths(1):yyyy-MM-dd} 00:00:00+00')");
        }

        await client.ReplayAsync(id, Cancellation);
        Assert.Equal((ScoringStatus.Scored, Suite.ScoresOfAnImage), await StatusAsync());

        async Task<(ScoringStatus, int)> StatusAsync()
        {
            var scored = await faults.WaitForScoresAsync(id, Cancellation);
            return (scored.Status, scored.Scores.Count);
        }
    }

    // Nobody kills this time: the worker that gave the image up is alive and takes it again.
    private async Task AssertAReplayIsScoredAsync(Guid poison)
    {
        await faults.Running.Client.ReplayAsync(poison, Cancellation);
        var scored = await faults.WaitForScoresAsync(poison, Cancellation);
        // BRISQUE has no value for a picture without any variance.
        Assert.Equal((ScoringStatus.Scored, Suite.ScoresOfAnImage - 1, null), (scored.Status, scored.Scores.Count, scored.Failure));
        Assert.DoesNotContain((await faults.Running.Client.ListDeadLettersAsync(500, null, Cancellation)).Items, l => l.Id == poison);
    }

    private async Task ExecuteAsync(string sql)
    {
        await faults.WaitUntilHealthyAsync(Cancellation);
        await using var connection = await faults.Running.Database.OpenConnectionAsync(Cancellation);
        await connection.ExecuteAsync(sql);
    }

    private async Task<int?> AttemptsAsync(Guid id)
    {
        await using var connection = await faults.Running.Database.OpenConnectionAsync(Cancellation);
        return await connection.ExecuteScalarAsync<int?>("select attempts::int from scoring.pending where generation_id = @id", new { id });
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(DeliveryTimeout);
        while (!await condition())
        {
            await Task.Delay(10, limit.Token);
        }
    }
}
