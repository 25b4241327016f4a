using System.Text;
using QualitySuite.Contracts.Batches;
using QualitySuite.Contracts.Feedback;
using static QualitySuite.Client.Tests.BatchServer;

namespace QualitySuite.Client.Tests;

public sealed class QualityClientBatchTests : IAsyncLifetime
{
    private BatchServer _server = null!;
    private HttpClient _http = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private QualityClient Client => new(_http);

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
    public async Task A_batch_goes_out_as_compressed_lines_and_each_gets_its_result()
    {
        _server.Answer(Statuses(202, 400, 202));

        var results = await Client.SubmitEventsAsync(Items.Dwells(3), Cancellation);

        Assert.Equal([(0, 202, true), (1, 400, false), (2, 202, true)], results.Select(r => (r.Index, r.Status, r.IsAccepted)));
        var request = Assert.Single(_server.Requests);
        Assert.Equal(("POST", "/v1/events:batch", "gzip"), (request.Method, request.Path, request.Encoding));
        Assert.Equal(["u0", "u1", "u2"], request.Texts("userKey"));
    }

    [Fact]
    public async Task An_image_travels_in_its_line()
    {
        var image = Encoding.UTF8.GetBytes(new string('x', 300_000));
        await Client.SubmitGenerationsAsync([Items.Lighthouse(), Items.Lighthouse() with { ImageBase64 = image }], Cancellation);

        var lines = Assert.Single(_server.Requests).Lines;
        Assert.False(lines[0].TryGetProperty("imageBase64", out _));
        Assert.Equal(image, lines[1].GetProperty("imageBase64").GetBytesFromBase64());
    }

    [Fact]
    public async Task Where_the_server_stopped_reading_the_reason_holds_for_the_rest()
    {
        _server.Answer(Statuses(202, 413));

        var results = await Client.SubmitEventsAsync(Items.Dwells(4), Cancellation);

        Assert.Equal([(0, 202), (1, 413), (2, 413), (3, 413)], results.Select(r => (r.Index, r.Status)));
    }

    [Fact]
    public async Task An_answer_without_a_result_for_a_line_is_none()
    {
        _server.Answer(Statuses(202));

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => Client.SubmitEventsAsync(Items.Dwells(2), Cancellation));

        Assert.Equal("The answer has 1 results for 2 lines, and none for line 1.", exception.Message);
    }

    [Fact]
    public async Task Too_many_and_what_is_no_json_are_told_before_anything_is_recorded()
    {
        var many = await Assert.ThrowsAsync<ArgumentException>(() => Client.SubmitEventsAsync(Items.Dwells(BatchLimits.Reactions + 1), Cancellation));
        var odd = await Assert.ThrowsAnyAsync<Exception>(() => Client.SubmitEventsAsync([Items.Dwell("u"), Items.Dwell("u", double.NaN)], Cancellation));

        Assert.StartsWith("At most 10000 in a batch; these are 10001.", many.Message, StringComparison.Ordinal);
        Assert.StartsWith("Line 1 cannot be written as JSON: ", UnwritableLineException.In(odd)!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task None_at_all_ask_nothing_of_the_server()
    {
        Assert.Empty(await Client.SubmitFeedbackAsync(Array.Empty<FeedbackSubmission>(), Cancellation));
        Assert.Empty(_server.Requests);
    }
}
