using System.Collections.Concurrent;
using System.Diagnostics;
using QualitySuite.Client.Sending;
using static QualitySuite.Client.Tests.BatchServer;

namespace QualitySuite.Client.Tests.Sending;

public sealed class TracePropagationTests : IDisposable
{
    private readonly ActivitySource _source = new("test");
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public TracePropagationTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "test" or "QualitySuite.Client",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _listener.Dispose();
        _source.Dispose();
    }

    [Fact]
    public async Task A_single_call_carries_the_trace_of_its_caller()
    {
        await using var server = await StartAsync();
        using var http = new HttpClient { BaseAddress = server.Address };
        using var request = _source.StartActivity("request")!;

        await new QualityClient(http).SubmitFeedbackAsync(Items.Thumb("u"), Cancellation);

        Assert.Equal(request.TraceId.ToString(), Assert.Single(server.Requests).TraceParent.Split('-')[1]);
    }

    [Fact]
    public async Task A_batch_of_one_request_is_part_of_its_trace_though_it_is_sent_later()
    {
        await using var server = await StartAsync();
        using var http = new HttpClient { BaseAddress = server.Address };
        await using var sender = new QualitySender(new QualityClient(http), new QualitySenderOptions { LongestWait = TimeSpan.FromMinutes(10) });
        ActivityTraceId trace;
        using (var request = _source.StartActivity("request")!)
        {
            trace = request.TraceId;
            sender.Add(Items.Dwell("a"));
            sender.Add(Items.Dwell("b"));
        }

        await sender.FlushAsync(Cancellation);

        Assert.Equal(trace.ToString(), Assert.Single(server.Requests).TraceParent.Split('-')[1]);
    }

    [Fact]
    public async Task A_batch_of_several_requests_has_a_trace_of_its_own_that_is_linked_to_theirs()
    {
        await using var server = await StartAsync();
        using var http = new HttpClient { BaseAddress = server.Address };
        await using var sender = new QualitySender(new QualityClient(http), new QualitySenderOptions { LongestWait = TimeSpan.FromMinutes(10) });
        var spans = new List<ActivitySpanId>();
        foreach (var user in (string[])["a", "b"])
        {
            using var request = _source.StartActivity("request")!;
            spans.Add(request.SpanId);
            sender.Add(Items.Dwell(user));
        }

        await sender.FlushAsync(Cancellation);
        await sender.DisposeAsync();

        var batch = Assert.Single(_ended, activity => activity.OperationName == "send event batch");
        Assert.Equal(spans, batch.Links.Select(link => link.Context.SpanId));
        Assert.Null(batch.ParentId);
        Assert.Equal(batch.TraceId.ToString(), Assert.Single(server.Requests).TraceParent.Split('-')[1]);
    }
}
