using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using QualitySuite.Client.Retries;
using QualitySuite.Client.Sending;
using QualitySuite.Contracts.Batches;
using static QualitySuite.Client.Tests.BatchServer;

namespace QualitySuite.Client.Tests.Sending;

public sealed class BatchDeliveryTests : IAsyncLifetime
{
    private static readonly RetryOptions s_quick = new() { FirstPause = TimeSpan.FromMilliseconds(1), LongestPause = TimeSpan.FromMilliseconds(5) };

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
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Of_a_mixed_answer_only_the_lines_that_met_an_outage_are_sent_again_under_their_ids()
    {
        _server.Answer(Statuses(202, 503, 400, 429, 404), Statuses(500, 202), Statuses(202));

        var results = await Delivery().DeliverAsync(Items.Dwells(5), Cancellation);

        Assert.Equal([(0, 202), (1, 202), (2, 400), (3, 202), (4, 404)], results.Select(r => (r.Index, r.Status)));
        var requests = _server.Requests.ToArray();
        Assert.Equal([["u0", "u1", "u2", "u3", "u4"], ["u1", "u3"], ["u1"]], requests.Select(r => r.Texts("userKey")));
        Assert.Equal(requests[0].Texts("eventId")[1], Assert.Single(requests[2].Texts("eventId")));
        Assert.Equal(requests[0].Texts("at")[1], Assert.Single(requests[2].Texts("at")));
    }

    [Fact]
    public async Task What_has_no_id_gets_one_and_feedback_and_events_are_held_unless_they_say_otherwise()
    {
        var time = new FakeTimeProvider(Clock.Start);
        await Delivery(time: time).DeliverAsync([Items.Thumb("a"), Items.Thumb("b") with { FeedbackId = "mine", Hold = false }], Cancellation);
        byte[]? image = null;
        await Delivery(time: time).DeliverAsync([Items.Lighthouse() with { ImageBase64 = image }], Cancellation);

        var (feedback, generation) = (_server.Requests.First(), _server.Requests.Last());
        Assert.Equal([7, "mine"], new object[] { Guid.Parse(feedback.Texts("feedbackId")[0]).Version, feedback.Texts("feedbackId")[1] });
        Assert.Equal([true, false], feedback.Lines.Select(line => line.GetProperty("hold").GetBoolean()));
        Assert.Equal(7, generation.Lines[0].GetProperty("id").GetGuid().Version);
        Assert.False(generation.Lines[0].TryGetProperty("imageBase64", out _));
        Assert.Equal(Clock.Start, generation.Lines[0].GetProperty("createdAt").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("30")]
    [InlineData("Wed, 20 May 2026 09:42:00 GMT")]
    public async Task A_retry_after_is_waited_for(string header)
    {
        var time = new FakeTimeProvider(Clock.Start);
        _server.Answer(async (context, received) =>
        {
            context.Response.Headers.Date = "Wed, 20 May 2026 09:41:30 GMT";
            await Fails(503, header)(context, received);
        });

        var delivery = Delivery(time: time).DeliverAsync(Items.Dwells(1), Cancellation);
        await _server.WaitAsync();
        var waited = await time.MoveUntilAsync(() => delivery.IsCompleted);

        Assert.Equal(202, Assert.Single(await delivery).Status);
        Assert.InRange(waited, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(40));
    }

    [Fact]
    public async Task Pauses_double_up_to_the_longest()
    {
        var time = new FakeTimeProvider(Clock.Start);
        _server.Usually = Fails(503);
        var options = new RetryOptions { FirstPause = TimeSpan.FromSeconds(8), LongestPause = TimeSpan.FromSeconds(60), AttemptTimeout = TimeSpan.FromMinutes(60) };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var delivery = Delivery(options, time).DeliverAsync(Items.Dwells(1), stop.Token);
        await _server.WaitAsync();
        foreach (var (least, most) in new[] { (4, 8), (8, 16), (16, 32), (30, 60), (30, 60) })
        {
            // A step more for each request that is under way while the clock moves.
            var waited = await time.MoveUntilAsync(_server.HasArrived, TimeSpan.FromMilliseconds(500));
            Assert.InRange(waited, TimeSpan.FromSeconds(least), TimeSpan.FromSeconds(most + 15));
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivery);
    }

    [Fact]
    public async Task A_server_that_hangs_or_breaks_off_is_asked_again()
    {
        _server.Answer(Hang, Abort, Fails(502), Fails(408));
        var options = new RetryOptions { FirstPause = s_quick.FirstPause, LongestPause = s_quick.LongestPause, AttemptTimeout = TimeSpan.FromSeconds(1) };

        var results = await Delivery(options).DeliverAsync(Items.Dwells(2), Cancellation);

        Assert.Equal([202, 202], results.Select(r => r.Status));
        Assert.Equal(5, _server.Requests.Count);
        Assert.Single(_server.Requests.Select(r => string.Join(",", r.Texts("eventId"))).Distinct());
    }

    [Fact]
    public async Task A_server_that_is_not_there_yet_gets_the_batch_when_it_is()
    {
        var port = FreePort();
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        using var counts = new Counts();
        var delivery = new BatchDelivery(new QualityClient(http), s_quick).DeliverAsync(Items.Dwells(2), Cancellation);
        while (counts["retried/event"] < 4)
        {
            await Task.Delay(5, Cancellation);
        }

        await using var server = await StartAsync(port);

        Assert.Equal([202, 202], (await delivery).Select(r => r.Status));
    }

    [Fact]
    public async Task A_refusal_of_the_whole_batch_is_the_result_of_each_line()
    {
        _server.Answer(Fails(403));

        var results = await Delivery().DeliverAsync(Items.Dwells(2), Cancellation);

        Assert.Equal(
            Enumerable.Range(0, 2).Select(i => new BatchResult(i, 403, Problem: new BatchProblem("urn:qualitysuite:error:test", "t", 403, "because 403"))), results);
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task A_line_that_the_server_always_fails_on_is_given_up_and_holds_no_other_back()
    {
        _server.Usually = (context, received) => Statuses([.. received.Texts("userKey").Select(user => user == "u1" ? 500 : 202)])(context, received);

        var results = await Delivery().DeliverAsync(Items.Dwells(3), Cancellation);

        Assert.Equal([202, 500, 202], results.Select(r => r.Status));
        Assert.Equal(10, _server.Requests.Count);
    }

    [Fact]
    public async Task A_line_that_cannot_be_written_is_refused_by_itself_and_the_rest_is_sent_once()
    {
        var results = await Delivery().DeliverAsync([Items.Dwell("a"), Items.Dwell("b", double.NaN), Items.Dwell("c")], Cancellation);

        Assert.Equal([(0, 202), (1, 400), (2, 202)], results.Select(r => (r.Index, r.Status)));
        Assert.Contains("cannot be written as JSON", results[1].Problem!.Detail, StringComparison.Ordinal);
        Assert.Equal(["a", "c"], _server.Requests.Last().Texts("userKey"));
    }

    [Fact]
    public async Task Something_in_between_that_answers_in_its_own_words_is_an_outage()
    {
        _server.Answer((context, _) => Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, "<html>busy</html>", context.RequestAborted));

        Assert.Equal([202], (await Delivery().DeliverAsync(Items.Dwells(1), Cancellation)).Select(r => r.Status));
        Assert.Equal(2, _server.Requests.Count);
    }

    [Fact]
    public async Task A_handler_in_between_that_throws_what_it_likes_is_an_outage_and_a_fault_of_the_program_is_none()
    {
        using var breaker = new Thrower(new FormatException("the circuit is open"));
        using var http = new HttpClient(breaker) { BaseAddress = _server.Address };
        Assert.Equal([202], (await new BatchDelivery(new QualityClient(http), s_quick).DeliverAsync(Items.Dwells(1), Cancellation)).Select(r => r.Status));

        using var nowhere = new HttpClient();
        await Assert.ThrowsAsync<InvalidOperationException>(() => new BatchDelivery(new QualityClient(nowhere), s_quick).DeliverAsync(Items.Dwells(1), Cancellation));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private BatchDelivery Delivery(RetryOptions? options = null, TimeProvider? time = null) =>
        new(new QualityClient(_http), options ?? (time is null ? s_quick : null), time);

    /// <summary>Throws at the first three requests.</summary>
    private sealed class Thrower(Exception exception) : DelegatingHandler(new SocketsHttpHandler())
    {
        private int _requests;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            ++_requests <= 3 ? throw exception : base.SendAsync(request, cancellationToken);
    }
}
