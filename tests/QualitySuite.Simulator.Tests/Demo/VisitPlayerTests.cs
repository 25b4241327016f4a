using Microsoft.Extensions.Time.Testing;
using QualitySuite.Client;
using QualitySuite.Client.Sending;
using QualitySuite.Simulator.Demo;

namespace QualitySuite.Simulator.Tests.Demo;

public sealed class VisitPlayerTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 20, 9, 41, 7, TimeSpan.Zero);

    [Fact]
    public async Task A_live_visit_is_told_as_it_happens_and_arrives_by_the_sender()
    {
        var options = new SimulatorOptions { ImageSize = 64 };
        var time = new FakeTimeProvider(Now);
        await using var api = await RecordingApi.StartAsync();
        using var http = new HttpClient { BaseAddress = api.Address };
        await using var sender = new QualitySender(new QualityClient(http), time: time);
        var visit = new VisitPlanner(options).Plan("live-1", Now, progress: 2);

        var playing = new VisitPlayer(sender, options, time).PlayAsync(visit, TestContext.Current.CancellationToken);
        Assert.False(playing.IsCompleted);
        while (!playing.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        await playing;
        await sender.FlushAsync(TestContext.Current.CancellationToken);

        Assert.Equal(visit.Steps.Select(step => step.Id.ToString()).Order(), api.Generations.Keys.Order());
        Assert.Equal(visit.Steps.Sum(step => step.Reaction.Actions.Count), api.Events.Count);
        Assert.Equal(visit.Steps.Sum(step => step.Reaction.Opinions.Count), api.Feedback.Count);
    }
}
