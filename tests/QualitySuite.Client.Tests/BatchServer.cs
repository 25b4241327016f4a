using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using QualitySuite.Contracts;
using QualitySuite.Contracts.Batches;
using QualitySuite.Contracts.Feedback;

namespace QualitySuite.Client.Tests;

/// <summary>A request as it arrived; the lines of a batch, or the one object of another.</summary>
internal sealed record Received(string Method, string Path, string Encoding, string TraceParent, IReadOnlyList<JsonElement> Lines)
{
    public string[] Texts(string name) => [.. Lines.Select(line => line.GetProperty(name).ToString())];
}

/// <summary>A web server that answers as a test says; until then it accepts everything.</summary>
internal sealed class BatchServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Received, Task>> _answers = new();
    private readonly SemaphoreSlim _arrivals = new(0);

    private BatchServer(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddRequestDecompression();
        _app = builder.Build();
        _app.Use(async (context, next) =>
        {
            context.Items["encoding"] = context.Request.Headers.ContentEncoding.ToString();
            await next(context);
        });
        _app.UseRequestDecompression();
        _app.Run(ReceiveAsync);
    }

    public Uri Address => new(_app.Urls.First());

    public ConcurrentQueue<Received> Requests { get; } = new();

    /// <summary>What is answered when nothing else was said.</summary>
    public Func<HttpContext, Received, Task> Usually { get; set; } = Accept;

    public static async Task<BatchServer> StartAsync(int port = 0)
    {
        var server = new BatchServer(port);
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>The next requests are answered so, in this order.</summary>
    public void Answer(params Func<HttpContext, Received, Task>[] answers)
    {
        foreach (var answer in answers)
        {
            _answers.Enqueue(answer);
        }
    }

    /// <summary>Waits until so many more requests have arrived.</summary>
    public async Task WaitAsync(int requests = 1)
    {
        for (var i = 0; i < requests; i++)
        {
            Assert.True(await _arrivals.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken), "No request arrived.");
        }
    }

    /// <summary>Whether a request has arrived that nobody has waited for.</summary>
    public bool HasArrived() => _arrivals.Wait(0, CancellationToken.None);

    public static Task Accept(HttpContext context, Received received) => Statuses([.. received.Lines.Select(_ => 202)])(context, received);

    /// <summary>207 with these statuses, in the order of the lines.</summary>
    public static Func<HttpContext, Received, Task> Statuses(params int[] statuses) => (context, received) =>
    {
        if (!received.Path.EndsWith(":batch", StringComparison.Ordinal))
        {
            context.Response.StatusCode = 202;
            return context.Response.WriteAsJsonAsync(new Recorded(RecordedStatus.Recorded), QualityJson.Options, context.RequestAborted);
        }

        context.Response.StatusCode = 207;
        return context.Response.WriteAsJsonAsync(new BatchAnswer([.. statuses.Select(Result)]), QualityJson.Options, context.RequestAborted);
    };

    /// <summary>An error of the whole request.</summary>
    public static Func<HttpContext, Received, Task> Fails(int status, string? retryAfter = null) => (context, _) =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        return context.Response.WriteAsync(
            $$"""{"type":"urn:qualitysuite:error:test","title":"t","status":{{status}},"detail":"because {{status}}"}""", context.RequestAborted);
    };

    /// <summary>Takes the request and says nothing.</summary>
    public static Task Hang(HttpContext context, Received received) =>
        Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

    /// <summary>The connection breaks off.</summary>
    public static Task Abort(HttpContext context, Received received)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _arrivals.Dispose();
    }

    private static BatchResult Result(int status, int index) => status < 300
        ? new BatchResult(index, status)
        : new BatchResult(index, status, Problem: new BatchProblem("urn:qualitysuite:error:test", "t", status, $"because {status}"));

    private async Task ReceiveAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var received = new Received(
            context.Request.Method, context.Request.Path, (string)context.Items["encoding"]!, context.Request.Headers.TraceParent.ToString(),
            [.. body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))]);
        Requests.Enqueue(received);
        _arrivals.Release();
        context.Response.OnStarting(() =>
        {
            if (context.Response.StatusCode >= 400)
            {
                context.Response.ContentType = "application/problem+json";
            }

            return Task.CompletedTask;
        });
        await (_answers.TryDequeue(out var answer) ? answer : Usually)(context, received);
    }
}
