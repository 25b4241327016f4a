using Dapper;
using QualitySuite.Client;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.IntegrationTests;

public sealed class HeldFeedbackTests(SharedSuite shared)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private QualityClient Client => shared.Running.Client;

    [Fact]
    public async Task What_is_said_before_the_generation_arrives_is_joined_when_it_does()
    {
        var id = Guid.CreateVersion7();
        Assert.Equal(RecordedStatus.Held, await ThumbAsync(id, 1, "first"));
        Assert.Equal(RecordedStatus.Held, await ThumbAsync(id, -1, "second"));
        Assert.Equal(RecordedStatus.Held, await ThumbAsync(id, 1, "first"));
        Assert.Equal(RecordedStatus.Held, (await Client.SubmitEventAsync(
            new BehaviourSubmission { GenerationId = id.ToString(), UserKey = "u", Type = BehaviourType.Download, Hold = true }, Cancellation)).Status);

        await SubmitAsync(id, "held");
        var generation = await WaitAsync(async () => await Client.GetGenerationAsync(id, Cancellation), g => g.FeedbackCount == 2 && g.BehaviourCount == 1);

        Assert.Equal([(-1, true), (1, false)], generation.Feedback.Select(f => (f.Value!.Value, f.Current)));
        Assert.Equal([BehaviourType.Download], generation.Behaviour.Select(b => b.Type));
        Assert.Equal(RecordedStatus.Recorded, await ThumbAsync(id, 1, "first"));
        Assert.Equal(2, (await Client.GetGenerationAsync(id, Cancellation)).FeedbackCount);
    }

    [Fact]
    public async Task What_waits_longer_than_an_hour_is_counted_as_orphaned()
    {
        using var http = await shared.Running.ClientWithKeyAsync("orphaned", ["ingest", "read"], Cancellation);
        var client = new QualityClient(http);
        var id = Guid.CreateVersion7();
        for (var i = 0; i < 3; i++)
        {
            await client.SubmitFeedbackAsync(
                new FeedbackSubmission { GenerationId = id.ToString(), UserKey = $"u{i}", Kind = FeedbackKind.Stars, Value = 4, Hold = true }, Cancellation);
        }

        Assert.Equal((3, 0), await CountsAsync(client));
        await using var connection = await shared.Running.Database.OpenConnectionAsync(Cancellation);
        await connection.ExecuteAsync("update feedback.held_feedback set created_at = created_at - interval '61 minutes' where generation_id = @id", new { id });

        await WaitAsync(() => CountsAsync(client), counts => counts == (0, 3));
        await SubmitAsync(id, "orphaned");
        await Task.Delay(TimeSpan.FromSeconds(2), Cancellation);
        Assert.Equal(0, (await Client.GetGenerationAsync(id, Cancellation)).FeedbackCount);
    }

    [Fact]
    public async Task What_a_key_may_not_say_of_another_apps_generation_is_orphaned_when_that_arrives()
    {
        using var http = await shared.Running.ClientWithKeyAsync("held-stranger", ["ingest", "read"], Cancellation);
        var client = new QualityClient(http);
        var id = Guid.CreateVersion7();
        await client.SubmitEventAsync(
            new BehaviourSubmission { GenerationId = id.ToString(), UserKey = "u", Type = BehaviourType.View, Hold = true }, Cancellation);
        await SubmitAsync(id, "held-owner");

        await WaitAsync(() => CountsAsync(client), counts => counts == (0, 1));
        Assert.Equal(0, (await Client.GetGenerationAsync(id, Cancellation)).BehaviourCount);
    }

    private async Task<RecordedStatus> ThumbAsync(Guid id, int value, string feedbackId) => (await Client.SubmitFeedbackAsync(
        new FeedbackSubmission { GenerationId = id.ToString(), UserKey = "u", Kind = FeedbackKind.Thumb, Value = value, FeedbackId = feedbackId, Hold = true },
        Cancellation)).Status;

    private Task<GenerationAccepted> SubmitAsync(Guid id, string app) => Client.SubmitGenerationAsync(
        new GenerationSubmission { Id = id.ToString(), App = app, Prompt = "p", Model = new ModelInfo("m", "1") }, default, "", Cancellation);

    private static async Task<(long Held, long Orphaned)> CountsAsync(QualityClient client)
    {
        var status = await client.GetPipelineAsync(Cancellation);
        return (status.Held, status.Orphaned);
    }

    private static async Task<T> WaitAsync<T>(Func<Task<T>> read, Func<T, bool> isDone)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Patience);
        while (true)
        {
            var value = await read();
            if (isDone(value))
            {
                return value;
            }

            await Task.Delay(100, limit.Token);
        }
    }
}
