using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using QualitySuite.Client;
using QualitySuite.Client.Retries;
using QualitySuite.Client.Sending;
using QualitySuite.Contracts.Generations;
using QualitySuite.Simulator.Demo;
using SkiaSharp;

namespace QualitySuite.Simulator.Tests.Demo;

public sealed class HistoryImportTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 20, 9, 41, 7, 345, TimeSpan.Zero);
    private static readonly SimulatorOptions Options = new() { HistoryCount = 60, ImageSize = 64, Users = 10 };

    [Fact]
    public async Task The_import_sends_every_generation_with_its_image_and_the_reactions_to_it()
    {
        await using var api = await RecordingApi.StartAsync();
        var status = await ImportAsync(api, new FakeTimeProvider(Now));

        var plan = HistoryPlan.Create(Options, new DateTimeOffset(2026, 5, 20, 9, 41, 7, TimeSpan.Zero));
        var steps = plan.Visits.SelectMany(visit => visit.Steps).ToList();
        Assert.Equal(steps.Select(step => step.Id.ToString()).Order(), api.Generations.Keys.Order());
        Assert.Equal((plan.Generations, 0), (status.Imported, status.Errors));
        Assert.Equal(steps.Sum(step => step.Reaction.Actions.Count), api.Events.Count);
        Assert.Equal(steps.Sum(step => step.Reaction.Opinions.Count), api.Feedback.Count);
        Assert.All(api.Generations.Values, sent =>
        {
            using var picture = sent.Image.Length == 0 ? null : SKBitmap.Decode(sent.Image);
            Assert.Equal(sent.Submission.Outcome == GenerationOutcome.Succeeded ? sent.Submission.Width : null, picture?.Width);
            Assert.Equal(sent.Submission.Outcome == GenerationOutcome.Succeeded, sent.Submission.Error is null);
            Assert.InRange(sent.Submission.CreatedAt!.Value, Now.AddDays(-14).AddSeconds(-1), Now);
        });
        Assert.All(api.Events.Values, sent => Assert.InRange(sent.At!.Value, Now.AddDays(-14), Now));
    }

    [Fact]
    public async Task Every_event_tells_its_place_and_leads_to_what_came_of_it()
    {
        await using var api = await RecordingApi.StartAsync();
        await ImportAsync(api, new FakeTimeProvider(Now));

        var places = HistoryPlan.Create(Options, new DateTimeOffset(2026, 5, 20, 9, 41, 7, TimeSpan.Zero)).Visits.SelectMany(visit => visit.Steps)
            .ToDictionary(step => step.Id.ToString(), step => step.Exposure);
        Assert.All(api.Events.Values, sent => Assert.Equal(places[sent.GenerationId!], sent.Exposure));
        Assert.All(api.Feedback.Values, sent => Assert.Equal(places[sent.GenerationId!], sent.Exposure));
        Assert.Equal(
            api.Generations.Values.Where(sent => sent.Submission.Parent is not null).Select(sent => (sent.Submission.Parent!.Id, (string?)sent.Submission.Id)).Order(),
            api.Events.Values.Where(sent => sent.ResultId is not null).Select(sent => (sent.GenerationId, sent.ResultId)).Order());
    }

    [Fact]
    public async Task A_restart_days_later_imports_nothing_again()
    {
        await using var api = await RecordingApi.StartAsync();
        var time = new FakeTimeProvider(Now);
        await ImportAsync(api, time);
        var (ids, requests) = (api.Generations.Keys.Order().ToList(), api.Requests);

        time.Advance(TimeSpan.FromDays(3));
        var status = await ImportAsync(api, time);

        Assert.Equal(ids, api.Generations.Keys.Order());
        Assert.Equal((0, requests + 2), (status.Imported, api.Requests));
    }

    [Fact]
    public async Task An_import_that_was_cut_off_is_completed_as_the_same_history()
    {
        await using var whole = await RecordingApi.StartAsync();
        await ImportAsync(whole, new FakeTimeProvider(Now));
        await using var api = await RecordingApi.StartAsync();

        // The last one says that the history is complete.
        var last = HistoryPlan.Create(Options, Now).Visits[^1].Steps[^1].Id.ToString();
        foreach (var id in whole.Generations.Keys.Where(id => id != last).Order().Take(20).Append(HistoryPlan.FirstId(Options).ToString()))
        {
            api.Generations[id] = whole.Generations[id];
        }

        await ImportAsync(api, new FakeTimeProvider(Now.AddDays(2)));

        Assert.Equal(
            whole.Generations.Select(g => (g.Key, g.Value.Submission.CreatedAt)).Order(),
            api.Generations.Select(g => (g.Key, g.Value.Submission.CreatedAt)).Order());
        Assert.Equal(whole.Feedback.Keys.Order(), api.Feedback.Keys.Order());
    }

    [Fact]
    public async Task An_outage_is_waited_out_and_loses_nothing()
    {
        await using var api = await RecordingApi.StartAsync();
        api.OutageEvery = 3;
        var status = await ImportAsync(api, TimeProvider.System);

        Assert.InRange(api.Outages, 3, 20);
        Assert.Equal((status.HistoryGenerations, status.HistoryGenerations, 0), (api.Generations.Count, (int)status.Imported, status.Errors));
    }

    [Fact]
    public async Task What_the_service_refuses_for_good_is_counted_and_passed_over()
    {
        await using var api = await RecordingApi.StartAsync();
        api.Refuses = 'a';
        var status = await ImportAsync(api, new FakeTimeProvider(Now));

        Assert.NotEmpty(api.RefusedIds);
        Assert.Equal(api.RefusedIds.Count, status.Errors);
        Assert.InRange(api.Generations.Count, status.HistoryGenerations / 2, status.HistoryGenerations - 1);
    }

    private static async Task<DemoStatus> ImportAsync(RecordingApi api, TimeProvider time)
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var http = new HttpClient { BaseAddress = api.Address };
        var client = new QualityClient(http);
        var status = new DemoStatus(services.GetRequiredService<IMeterFactory>());
        var calls = new PatientCalls(time, status, NullLogger<PatientCalls>.Instance);
        var retries = new RetryOptions { FirstPause = TimeSpan.FromMilliseconds(1), LongestPause = TimeSpan.FromMilliseconds(10) };
        var delivery = new VisitDelivery(new BatchDelivery(client, retries, time), status, Options, NullLogger<VisitDelivery>.Instance);
        var import = new HistoryImport(client, calls, delivery, status, Options, time, NullLogger<HistoryImport>.Instance);
        await import.RunAsync(TestContext.Current.CancellationToken);
        return status;
    }
}
