using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using QualitySuite.Client.Sending;
using static QualitySuite.Client.Tests.BatchServer;

namespace QualitySuite.Client.Tests.Retries;

public sealed class SingleCallRetryTests : IAsyncLifetime
{
    private BatchServer _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_call_that_is_harmless_to_repeat_is_repeated()
    {
        using var http = QualityHttp.Create(Options());
        _server.Answer(Fails(503), Fails(500), Abort);

        await new QualityClient(http).SubmitFeedbackAsync(Items.Thumb("u") with { FeedbackId = "vote" }, Cancellation);

        Assert.Equal(["vote", "vote", "vote", "vote"], _server.Requests.SelectMany(r => r.Texts("feedbackId")));
    }

    [Fact]
    public async Task After_the_last_attempt_the_answer_is_the_callers()
    {
        using var http = QualityHttp.Create(Options(retries: 2));
        _server.Usually = Fails(503);

        var exception = await Assert.ThrowsAsync<QualityApiException>(() => new QualityClient(http).GetPipelineAsync(Cancellation));

        Assert.Equal((503, "because 503", 3), ((int)exception.StatusCode!, exception.Problem!.Detail, _server.Requests.Count));
    }

    [Fact]
    public async Task A_post_without_an_id_is_repeated_only_if_it_was_certainly_not_acted_upon()
    {
        using var http = QualityHttp.Create(Options());
        _server.Answer(Fails(429), Fails(503));

        await Assert.ThrowsAsync<QualityApiException>(() => new QualityClient(http).SubmitFeedbackAsync(Items.Thumb("u"), Cancellation));

        Assert.Equal(2, _server.Requests.Count);
    }

    [Fact]
    public async Task What_the_server_refuses_is_not_repeated()
    {
        using var http = QualityHttp.Create(Options());
        _server.Answer(Fails(400));

        await Assert.ThrowsAsync<QualityApiException>(() => new QualityClient(http).GetPipelineAsync(Cancellation));

        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task A_server_that_hangs_is_given_up_after_the_attempts_time()
    {
        var options = Options(retries: 1);
        options.Retries.AttemptTimeout = TimeSpan.FromMilliseconds(200);
        using var http = QualityHttp.Create(options);
        _server.Usually = Hang;

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => new QualityClient(http).GetPipelineAsync(Cancellation));

        Assert.EndsWith("v1/pipeline did not answer within 00:00:00.2000000.", exception.Message, StringComparison.Ordinal);
        Assert.Equal(2, _server.Requests.Count);
    }

    [Fact]
    public async Task Who_is_told_to_come_again_much_later_is_told_so()
    {
        using var http = QualityHttp.Create(Options());
        _server.Answer(Fails(503, "3600"));

        var exception = await Assert.ThrowsAsync<QualityApiException>(() => new QualityClient(http).GetPipelineAsync(Cancellation));

        Assert.Equal(TimeSpan.FromHours(1), exception.RetryAfter);
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task A_container_has_the_client_and_the_sender_and_its_end_sends_what_is_left()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddQualityClient(Configure);
        builder.Services.AddQualitySender(options => options.LongestWait = TimeSpan.FromMinutes(10));
        using (var host = builder.Build())
        {
            await host.StartAsync(Cancellation);
            _server.Answer(Fails(503));
            await host.Services.GetRequiredService<QualityClient>().SubmitFeedbackAsync(Items.Thumb("u") with { FeedbackId = "vote" }, Cancellation);
            host.Services.GetRequiredService<QualitySender>().Add(Items.Dwell("u"));
            await host.StopAsync(Cancellation);
            await ((IAsyncDisposable)host).DisposeAsync();
        }

        Assert.Equal(["/v1/feedback", "/v1/feedback", "/v1/events:batch"], _server.Requests.Select(r => r.Path));
    }

    [Fact]
    public async Task A_host_without_address_and_key_does_not_start_and_says_what_is_missing()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddQualityClient(options => options.MostRetries = -1);
        using var host = builder.Build();

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancellation));

        Assert.Equal(
            ["QualityClientOptions.ApiKey", "QualityClientOptions.BaseAddress", "QualityClientOptions.MostRetries"],
            exception.Failures.Select(failure => failure.Split(':')[0]).Order());
    }

    private void Configure(QualityClientOptions options)
    {
        options.BaseAddress = _server.Address;
        options.ApiKey = "qs_key";
        options.Retries.FirstPause = TimeSpan.FromMilliseconds(1);
        options.Retries.LongestPause = TimeSpan.FromMilliseconds(5);
    }

    private QualityClientOptions Options(int retries = 3)
    {
        var options = new QualityClientOptions { MostRetries = retries };
        Configure(options);
        return options;
    }
}
