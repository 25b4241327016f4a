using System.Net;
using QualitySuite.Client;
using QualitySuite.Contracts.Generations;
using QualitySuite.Contracts.Pipeline;

namespace QualitySuite.IntegrationTests;

public sealed class DeadLetterTests(SharedSuite shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private QualityClient Client => shared.Running.Client;

    [Fact]
    public async Task A_replay_leaves_the_other_dead_letters_and_all_scores_alone()
    {
        var replayed = await DeadLetterAsync("dead-letters", 65);
        var neighbour = await DeadLetterAsync("dead-letters", 66);
        var sound = (await shared.Running.SubmitAsync("dead-letters", TestImages.Draw(340), Cancellation)).Id;
        var scores = (await shared.Running.WaitForScoresAsync(sound, Cancellation)).Scores;
        var before = await LettersAsync(Client);

        await Client.ReplayAsync(replayed, Cancellation);
        var failed = await shared.Running.WaitForScoresAsync(replayed, Cancellation);

        Assert.Equal((ScoringStatus.Failed, "undecodable_image"), (failed.Status, failed.Failure!.Kind));
        var after = await LettersAsync(Client);
        Assert.True(after[replayed].FailedAt > before[replayed].FailedAt);
        Assert.Equal(before[replayed] with { FailedAt = after[replayed].FailedAt }, after[replayed]);
        Assert.Equal(before[neighbour], after[neighbour]);
        Assert.Equal(before.Keys.Order(), after.Keys.Order());
        Assert.Equal(scores, (await Client.GetGenerationAsync(sound, Cancellation)).Scores);
    }

    [Fact]
    public async Task A_key_of_one_app_neither_sees_nor_replays_the_dead_letters_of_another()
    {
        var mine = await DeadLetterAsync("dead-mine", 67);
        var other = await DeadLetterAsync("dead-other", 68);
        using var http = await shared.Running.ClientWithKeyAsync("dead-mine", ["read", "admin"], Cancellation);
        var client = new QualityClient(http);

        Assert.Equal([mine], (await LettersAsync(client)).Keys);
        var before = (await LettersAsync(Client))[other];
        var refused = await Assert.ThrowsAsync<QualityApiException>(() => client.ReplayAsync(other, Cancellation));
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Equal(before, (await LettersAsync(Client))[other]);
    }

    [Fact]
    public async Task A_generation_that_is_no_dead_letter_is_not_found_by_a_replay()
    {
        var sound = (await shared.Running.SubmitAsync("dead-none", TestImages.Draw(341), Cancellation)).Id;
        var scored = await shared.Running.WaitForScoresAsync(sound, Cancellation);

        foreach (var id in (Guid[])[sound, Guid.NewGuid()])
        {
            var refused = await Assert.ThrowsAsync<QualityApiException>(() => Client.ReplayAsync(id, Cancellation));
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        }

        Assert.Equal(scored.Scores, (await Client.GetGenerationAsync(sound, Cancellation)).Scores);
    }

    private async Task<Guid> DeadLetterAsync(string app, int width)
    {
        var submission = new GenerationSubmission { App = app, Prompt = "p", Model = new ModelInfo("m", "1") };
        var id = (await Client.SubmitGenerationAsync(submission, HandmadePng.Damaged(width), "image/png", Cancellation)).Id;
        Assert.Equal(ScoringStatus.Failed, (await shared.Running.WaitForScoresAsync(id, Cancellation)).Status);
        return id;
    }

    // By pages of two, so that the paging is walked too.
    private static async Task<Dictionary<Guid, DeadLetter>> LettersAsync(QualityClient client)
    {
        var letters = new List<DeadLetter>();
        string? cursor = null;
        do
        {
            var page = await client.ListDeadLettersAsync(2, cursor, Cancellation);
            letters.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        return letters.ToDictionary(letter => letter.Id);
    }
}
