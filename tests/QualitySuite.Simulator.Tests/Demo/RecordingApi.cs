using System.Collections.Concurrent;
using System.Net;
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

namespace QualitySuite.Simulator.Tests.Demo;

/// <summary>A web server that keeps what it is sent by id, as the Feedback API does, and can be told to be out of order. The suite's integration tests use the real one.</summary>
internal sealed class RecordingApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _outages;
    private int _requests;

    private RecordingApi()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRequestDecompression();
        builder.Services.ConfigureHttpJsonOptions(options => QualityJson.Configure(options.SerializerOptions));
        _app = builder.Build();
        _app.Use(BreakDownAsync);
        _app.UseRouting();
        _app.UseRequestDecompression();
        _app.MapPost("/v1/generations:batch", Batch<GenerationSubmission>(Submit));
        _app.MapGet("/v1/generations/{id}", (string id) => Generations.TryGetValue(id, out var found) ? Results.Ok(Describe(found.Submission)) : Results.NotFound());
        _app.MapPost("/v1/events:batch", Batch<BehaviourSubmission>((line, i) => Keep(Events, line.GenerationId, line.EventId, line, i)));
        _app.MapPost("/v1/feedback:batch", Batch<FeedbackSubmission>((line, i) => Keep(Feedback, line.GenerationId, line.FeedbackId, line, i)));
    }

    public ConcurrentDictionary<string, (GenerationSubmission Submission, byte[] Image)> Generations { get; } = [];

    public ConcurrentDictionary<string, BehaviourSubmission> Events { get; } = [];

    public ConcurrentDictionary<string, FeedbackSubmission> Feedback { get; } = [];

    public ConcurrentBag<string> RefusedIds { get; } = [];

    /// <summary>Every how many-th request is answered with 503; 0: none.</summary>
    public int OutageEvery { get; set; }

    /// <summary>Ids starting with this letter are refused with 400.</summary>
    public char? Refuses { get; set; }

    public int Requests => _requests;

    public int Outages => _outages;

    public Uri Address => new(_app.Urls.Single());

    public static async Task<RecordingApi> StartAsync()
    {
        var api = new RecordingApi();
        await api._app.StartAsync();
        return api;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task BreakDownAsync(HttpContext context, RequestDelegate next)
    {
        if (Interlocked.Increment(ref _requests) is var number && OutageEvery > 0 && number % OutageEvery == 0)
        {
            Interlocked.Increment(ref _outages);
            context.Response.StatusCode = (int)HttpStatusCode.ServiceUnavailable;
            return;
        }

        await next(context);
    }

    private BatchResult Submit(GenerationSubmission submission, int index)
    {
        if (submission.Id![0] == Refuses)
        {
            RefusedIds.Add(submission.Id);
            return Refuse(index, StatusCodes.Status400BadRequest);
        }

        if (submission.ImageBase64 is { Length: 0 })
        {
            return Refuse(index, StatusCodes.Status422UnprocessableEntity);
        }

        Generations.TryAdd(submission.Id, (submission, (submission.ImageBase64 ?? default).ToArray()));
        return new BatchResult(index, StatusCodes.Status201Created, Guid.Parse(submission.Id));
    }

    private BatchResult Keep<T>(ConcurrentDictionary<string, T> store, string? generation, string? id, T line, int index)
    {
        store.TryAdd($"{generation}/{id}", line);
        return Generations.ContainsKey(generation!)
            ? new BatchResult(index, StatusCodes.Status202Accepted, Recorded: RecordedStatus.Recorded)
            : Refuse(index, StatusCodes.Status404NotFound);
    }

    private static BatchResult Refuse(int index, int status) => new(index, status, Problem: new BatchProblem("about:blank", "Refused", status, "by the test"));

    private static Func<HttpRequest, Task<IResult>> Batch<T>(Func<T, int, BatchResult> take) => async request =>
    {
        using var reader = new StreamReader(request.Body);
        var lines = (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return Results.Json(
            new BatchAnswer([.. lines.Select((line, i) => take(JsonSerializer.Deserialize<T>(line, QualityJson.Options)!, i))]), statusCode: StatusCodes.Status207MultiStatus);
    };

    private static Generation Describe(GenerationSubmission submission) => new()
    {
        Id = Guid.Parse(submission.Id!),
        CreatedAt = submission.CreatedAt!.Value,
        ReceivedAt = submission.CreatedAt.Value,
        App = submission.App!,
        Prompt = submission.Prompt!,
        Model = submission.Model!,
        Outcome = submission.Outcome!.Value,
        Status = ScoringStatus.Pending,
        Links = new GenerationLinks("/", null),
    };
}
