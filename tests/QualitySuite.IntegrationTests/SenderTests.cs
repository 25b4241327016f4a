using System.Diagnostics;
using QualitySuite.Client;
using QualitySuite.Client.Sending;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.IntegrationTests;

/// <summary>The client's batches and its background sender against the real API.</summary>
public sealed class SenderTests(SharedSuite shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private QualityClient Client => shared.Running.Client;

    [Fact]
    public async Task What_is_added_in_any_order_arrives_joined_and_scored()
    {
        var id = Guid.CreateVersion7();
        var refused = new List<Settled>();
        await using var sender = new QualitySender(Client, new QualitySenderOptions { Refused = refused.Add });

        sender.Add(new FeedbackSubmission { GenerationId = id.ToString(), UserKey = "u", Kind = FeedbackKind.Thumb, Value = 1 });
        sender.Add(new BehaviourSubmission { GenerationId = id.ToString(), UserKey = "u", Type = BehaviourType.Download });
        await sender.FlushAsync(Cancellation);
        Assert.True(sender.Add(Submission(id), TestImages.Draw(4_100)));
        sender.Add(Submission(Guid.CreateVersion7()) with { Prompt = null });
        await sender.FlushAsync(Cancellation);

        var generation = await shared.Running.WaitForScoresAsync(id, Cancellation);
        while (generation.FeedbackCount + generation.BehaviourCount < 2)
        {
            await Task.Delay(100, Cancellation);
            generation = await Client.GetGenerationAsync(id, Cancellation);
        }

        Assert.Equal(Suite.ScoresOfAnImage, generation.Scores.Count);
        Assert.Equal(["prompt"], Assert.Single(refused).Result.Problem!.Errors!.Keys);
    }

    [Fact]
    public async Task A_batch_delivered_twice_is_recorded_once()
    {
        var delivery = new BatchDelivery(Client);
        var generations = Enumerable.Range(0, 20).Select(i => Submission(Guid.CreateVersion7())).ToArray();
        var events = generations.Select((g, i) => new BehaviourSubmission { GenerationId = g.Id, UserKey = "u", Type = BehaviourType.View, EventId = $"{i}" }).ToArray();

        Assert.All(await delivery.DeliverAsync(generations, Cancellation), result => Assert.Equal(201, result.Status));
        Assert.All(await delivery.DeliverAsync(generations, Cancellation), result => Assert.Equal(200, result.Status));
        for (var i = 0; i < 2; i++)
        {
            Assert.All(await delivery.DeliverAsync(events, Cancellation), result => Assert.Equal(RecordedStatus.Recorded, result.Recorded));
        }

        Assert.Equal(1, (await Client.GetGenerationAsync(Guid.Parse(generations[7].Id!), Cancellation)).BehaviourCount);
    }

    [Fact]
    public async Task The_servers_spans_belong_to_the_trace_in_which_an_item_was_added()
    {
        using var source = new ActivitySource("sender test");
        using var listener = new ActivityListener
        {
            ShouldListenTo = listened => listened.Name is "sender test" or "QualitySuite.Client",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        await using var sender = new QualitySender(Client);
        string trace;
        using (var request = source.StartActivity("request")!)
        {
            trace = request.TraceId.ToHexString();
            sender.Add(Submission(Guid.CreateVersion7()), TestImages.Draw(4_101));
        }

        await sender.FlushAsync(Cancellation);

        string[] expected = ["POST /v1/generations:batch", "send scoring", "score image"];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (!expected.All(name => shared.Spans.Spans.Any(span => span.TraceId == trace && span.Name == name)))
        {
            await Task.Delay(200, limit.Token);
        }
    }

    private static GenerationSubmission Submission(Guid id) => new() { Id = id.ToString(), App = "sender", Prompt = "circles", Model = new ModelInfo("m", "1") };
}
