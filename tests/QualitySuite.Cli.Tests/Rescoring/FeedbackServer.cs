using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace QualitySuite.Cli.Tests.Rescoring;

/// <summary>A server with the two calls of the Feedback API that rescoring makes.</summary>
internal sealed class FeedbackServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly Channel<JsonElement> _requests = Channel.CreateUnbounded<JsonElement>();

    private FeedbackServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        _application = builder.Build();
        _application.Run(AnswerAsync);
    }

    public string Address => _application.Urls.First();

    /// <summary>What was asked to be queued.</summary>
    public ChannelReader<JsonElement> Requests => _requests.Reader;

    /// <summary>Images that wait, as the server says.</summary>
    public int Pending { get; set; }

    /// <summary>How often it was asked how many wait.</summary>
    public int Polls { get; private set; }

    /// <summary>Whether there is always another page.</summary>
    public bool Endless { get; set; }

    /// <summary>Takes requests and says nothing.</summary>
    public bool Silent { get; set; }

    public static async Task<FeedbackServer> StartAsync()
    {
        var server = new FeedbackServer();
        await server._application.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        if (Silent)
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return;
        }

        context.Response.ContentType = "application/json";
        if (context.Request.Path == "/v1/pipeline")
        {
            Polls++;
            var status = string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"pending":{{Pending}},"oldestPendingSeconds":null,"streamLag":null,"streamInFlight":null,"rates":{"ingestedPerMinute":0,"scoredPerMinute":0},"deadLetters":0}""");
            await context.Response.WriteAsync(status, context.RequestAborted);
        }
        else
        {
            await _requests.Writer.WriteAsync(await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body, cancellationToken: context.RequestAborted));
            await context.Response.WriteAsync($$"""{"queued":2,"alreadyPending":0{{(Endless ? ",\"nextCursor\":\"x\"" : "")}}}""", context.RequestAborted);
        }
    }
}
