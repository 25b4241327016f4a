using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using QualitySuite.Contracts;
using QualitySuite.Contracts.Batches;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.Cli.Tests.Import;

/// <summary>A server that takes batches and keeps them by id, as the Feedback API does. The integration tests use the real one.</summary>
internal sealed class IngestServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private IngestServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRequestDecompression();
        _application = builder.Build();
        _application.UseRequestDecompression();
        _application.MapPost("/v1/generations:batch", Batch<GenerationSubmission>(Take));
        _application.MapPost("/v1/feedback:batch", Batch<FeedbackSubmission>((line, i) =>
        {
            Feedback[$"{line.GenerationId}/{line.FeedbackId}"] = line;
            return new BatchResult(i, 202, Recorded: RecordedStatus.Recorded);
        }));
    }

    public string Address => _application.Urls.First();

    public ConcurrentDictionary<string, GenerationSubmission> Generations { get; } = [];

    public ConcurrentDictionary<string, FeedbackSubmission> Feedback { get; } = [];

    /// <summary>Generations that arrived, those that were there included.</summary>
    public int Arrived { get; private set; }

    /// <summary>Prompts that are refused.</summary>
    public string? Refuses { get; set; }

    /// <summary>Takes so many generations and then says nothing; null: goes on.</summary>
    public int? HangsAfter { get; set; }

    /// <summary>One for each time that it begins to say nothing.</summary>
    public SemaphoreSlim Hangs { get; } = new(0);

    public int Status { get; set; } = 207;

    public static async Task<IngestServer> StartAsync()
    {
        var server = new IngestServer();
        await server._application.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        Hangs.Dispose();
    }

    private BatchResult Take(GenerationSubmission line, int index)
    {
        Arrived++;
        if (line.Prompt == Refuses)
        {
            var errors = new Dictionary<string, string[]> { ["prompt"] = ["By the test."] };
            return new BatchResult(index, 400, Problem: new BatchProblem("urn:qualitysuite:error:validation", "Bad Request", 400, "Invalid.", errors));
        }

        if (line.ImageBase64 is { Length: 0 })
        {
            return new BatchResult(index, 422, Problem: new BatchProblem("urn:qualitysuite:error:not_an_image", "Unprocessable Content", 422, "image: The file is empty."));
        }

        return new BatchResult(index, Generations.TryAdd(line.Id!, line) ? 201 : 200, Guid.Parse(line.Id!));
    }

    private Func<HttpContext, Task> Batch<T>(Func<T, int, BatchResult> take) => async context =>
    {
        using var reader = new StreamReader(context.Request.Body);
        var lines = (await reader.ReadToEndAsync(context.RequestAborted)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (HangsAfter is { } most && Arrived >= most && lines.Length > 0)
        {
            Hangs.Release();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return;
        }

        context.Response.StatusCode = Status;
        BatchAnswer answer;
        lock (Generations)
        {
            answer = new BatchAnswer([.. lines.Select((line, i) => take(JsonSerializer.Deserialize<T>(line, QualityJson.Options)!, i))]);
        }

        await context.Response.WriteAsJsonAsync(answer, QualityJson.Options, context.RequestAborted);
    };
}
