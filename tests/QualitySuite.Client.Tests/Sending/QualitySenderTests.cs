using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using QualitySuite.Client.Retries;
using QualitySuite.Client.Sending;
using QualitySuite.Contracts.Feedback;
using static QualitySuite.Client.Tests.BatchServer;

namespace QualitySuite.Client.Tests.Sending;

public sealed class QualitySenderTests : IAsyncLifetime
{
    private readonly Counts _counts = new();
    private BatchServer _server = null!;
    private HttpClient _http = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await StartAsync();
        _http = new HttpClient { BaseAddress = _server.Address };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _counts.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_batch_goes_out_when_it_is_full_and_the_rest_when_it_has_waited_long_enough()
    {
        var time = new FakeTimeProvider(Clock.Start);
        await using var sender = Sender(new QualitySenderOptions { BatchItems = 3, LongestWait = TimeSpan.FromSeconds(10) }, time);
        foreach (var item in Items.Dwells(4))
        {
            Assert.True(sender.Add(item));
        }

        await _server.WaitAsync();
        var waited = await time.MoveUntilAsync(() => _server.Requests.Count == 2);

        Assert.Equal([["u0", "u1", "u2"], ["u3"]], _server.Requests.Select(r => r.Texts("userKey")));
        Assert.InRange(waited, TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(12));
    }

    [Fact]
    public async Task A_batch_holds_no_more_bytes_than_it_may()
    {
        await using var sender = Sender(new QualitySenderOptions { BatchBytes = 64 * 1024, LongestWait = TimeSpan.FromMinutes(10) });
        for (var i = 0; i < 4; i++)
        {
            sender.Add(Items.Lighthouse($"{i}"), new byte[40 * 1024]);
        }

        await sender.FlushAsync(Cancellation);

        Assert.Equal([["0"], ["1"], ["2"], ["3"]], _server.Requests.Select(r => r.Texts("prompt")));
    }

    [Fact]
    public async Task Each_kind_goes_its_own_way_and_a_flush_waits_for_all_of_them()
    {
        await using var sender = Sender(new QualitySenderOptions { LongestWait = TimeSpan.FromMinutes(10) });
        sender.Add(Items.Lighthouse(), new byte[] { 1, 2, 3 });
        sender.Add(Items.Thumb("u"));
        sender.Add(Items.Dwell("u"));

        await sender.FlushAsync(Cancellation);

        Assert.Equal(["/v1/events:batch", "/v1/feedback:batch", "/v1/generations:batch"], _server.Requests.Select(r => r.Path).Order());
        Assert.Equal((1, 1, 1), (_counts["sent/generation"], _counts["sent/feedback"], _counts["sent/event"]));
        Assert.Equal((0, 0, 0), (_counts["queued/generation"], _counts["queued/feedback"], _counts["queued/event"]));
        Assert.Equal([1, 2, 3], _server.Requests.Single(r => r.Path == "/v1/generations:batch").Lines[0].GetProperty("imageBase64").GetBytesFromBase64());
    }

    [Fact]
    public async Task While_the_server_hangs_adding_goes_on_and_the_oldest_give_way()
    {
        _server.Answer(Hang);
        var options = new QualitySenderOptions { BatchItems = 2, MostItems = 5, Retries = new RetryOptions { AttemptTimeout = TimeSpan.FromSeconds(2) } };
        await using var sender = Sender(options);
        foreach (var item in Items.Dwells(2))
        {
            Assert.True(sender.Add(item));
        }

        await _server.WaitAsync();
        foreach (var item in Items.Dwells(10).Skip(2))
        {
            Assert.True(sender.Add(item));
        }

        await sender.FlushAsync(Cancellation);

        // Those under way are kept: of the eight that waited, the latest three.
        Assert.Equal((5, 5), (_counts["dropped/event/full"], _counts["sent/event"]));
        Assert.Equal(["u0", "u1", "u7", "u8", "u9"], _server.Requests.Skip(1).SelectMany(r => r.Texts("userKey")));
    }

    [Fact]
    public async Task Or_what_is_new_is_rejected()
    {
        _server.Answer(Hang);
        var options = new QualitySenderOptions
        {
            BatchItems = 2,
            MostItems = 4,
            WhenFull = WhenFull.Reject,
            Retries = new RetryOptions { AttemptTimeout = TimeSpan.FromSeconds(2) },
        };
        await using var sender = Sender(options);

        Assert.Equal([true, true, true, true, false, false], Items.Dwells(6).Select(sender.Add));
        await sender.FlushAsync(Cancellation);

        Assert.Equal((2, 4), (_counts["dropped/event/full"], _counts["sent/event"]));
        Assert.Equal(["u0", "u1", "u2", "u3"], _server.Requests.Skip(1).SelectMany(r => r.Texts("userKey")));
    }

    [Fact]
    public async Task What_is_larger_than_the_whole_queue_is_rejected_and_drives_nothing_out()
    {
        await using var sender = Sender(new QualitySenderOptions { MostBytes = 64 * 1024, BatchBytes = 64 * 1024, LongestWait = TimeSpan.FromMinutes(10) });

        Assert.True(sender.Add(Items.Lighthouse("small")));
        Assert.False(sender.Add(Items.Lighthouse("large"), new byte[64 * 1024]));
        await sender.FlushAsync(Cancellation);

        Assert.Equal(["small"], _server.Requests.SelectMany(r => r.Texts("prompt")));
        Assert.Equal(1, _counts["dropped/generation/full"]);
    }

    [Fact]
    public async Task What_is_refused_is_told_with_its_reason_and_what_the_listener_throws_does_no_harm()
    {
        var told = new ConcurrentQueue<Settled>();
        var accepted = new ConcurrentQueue<Settled>();
        _server.Answer(Statuses(202, 400, 404));
        await using var sender = Sender(new QualitySenderOptions
        {
            LongestWait = TimeSpan.FromMinutes(10),
            Accepted = accepted.Enqueue,
            Refused = settled =>
            {
                told.Enqueue(settled);
                throw new InvalidOperationException("of the caller");
            },
        });
        foreach (var user in (string[])["a", "b", "c"])
        {
            sender.Add(Items.Thumb(user));
        }

        await sender.FlushAsync(Cancellation);
        sender.Add(Items.Thumb("d"));
        await sender.FlushAsync(Cancellation);

        Assert.Equal([("b", 400, "because 400"), ("c", 404, "because 404")], told.Select(s => (((FeedbackSubmission)s.Submission).UserKey!, s.Result.Status, s.Result.Problem!.Detail)));
        Assert.Equal(["a", "d"], accepted.Select(s => ((FeedbackSubmission)s.Submission).UserKey));
        Assert.Equal((2, 2), (_counts["sent/feedback"], _counts["refused/feedback"]));
    }

    [Fact]
    public async Task The_end_sends_what_is_left_and_takes_nothing_more()
    {
        var sender = Sender(new QualitySenderOptions { LongestWait = TimeSpan.FromMinutes(10), BatchItems = 2 });
        foreach (var item in Items.Dwells(5))
        {
            sender.Add(item);
        }

        await sender.DisposeAsync();
        await sender.DisposeAsync();

        Assert.Equal(["u0", "u1", "u2", "u3", "u4"], _server.Requests.SelectMany(r => r.Texts("userKey")));
        Assert.False(sender.Add(Items.Dwell("late")));
        Assert.Equal((5, 1), (_counts["sent/event"], _counts["dropped/event/closed"]));
    }

    [Fact]
    public async Task The_end_has_a_deadline_and_what_is_left_then_is_counted()
    {
        _server.Usually = Hang;
        var sender = Sender(new QualitySenderOptions { BatchItems = 2, DrainTimeout = TimeSpan.FromMilliseconds(300) });
        foreach (var item in Items.Dwells(5))
        {
            sender.Add(item);
        }

        await _server.WaitAsync();
        await sender.DisposeAsync();

        Assert.Equal((5, 0, 0), (_counts["dropped/event/stopped"], _counts["sent/event"], _counts["queued/event"]));
    }

    [Fact]
    public async Task A_flush_during_an_outage_waits_only_as_long_as_it_may()
    {
        _server.Usually = Fails(503);
        await using var sender = Sender(new QualitySenderOptions { DrainTimeout = TimeSpan.Zero });
        sender.Add(Items.Dwell("u"));
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sender.FlushAsync(deadline.Token));
    }

    [Fact]
    public async Task Many_that_add_at_once_lose_nothing_while_the_server_comes_and_goes()
    {
        var seen = new ConcurrentDictionary<string, int>();
        var number = 0;
        _server.Usually = (context, received) =>
        {
            if (Interlocked.Increment(ref number) % 3 == 0)
            {
                return Fails(503)(context, received);
            }

            foreach (var id in received.Texts("eventId"))
            {
                seen.AddOrUpdate(id, 1, (_, times) => times + 1);
            }

            return Accept(context, received);
        };
        var retries = new RetryOptions { FirstPause = TimeSpan.FromMilliseconds(1), LongestPause = TimeSpan.FromMilliseconds(5) };
        await using var sender = Sender(new QualitySenderOptions { BatchItems = 100, LongestWait = TimeSpan.FromMilliseconds(5), Retries = retries });

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Items.Dwells(500).All(sender.Add))));
        await sender.FlushAsync(Cancellation);

        Assert.Equal(4_000, seen.Count);
        Assert.All(seen.Values, times => Assert.Equal(1, times));
    }

    [Fact]
    public void Options_out_of_their_range_are_named()
    {
        var options = new QualitySenderOptions { BatchItems = 0, Retries = new RetryOptions { FirstPause = TimeSpan.Zero } };
        var exception = Assert.Throws<ArgumentException>(() => Sender(options));

        Assert.Contains("QualitySenderOptions.BatchItems: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains("QualitySenderOptions.Retries.FirstPause: ", exception.Message, StringComparison.Ordinal);
    }

    private QualitySender Sender(QualitySenderOptions options, TimeProvider? time = null) => new(new QualityClient(_http), options, time);
}
