using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using QualitySuite.Contracts;
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
        builder.Services.ConfigureHttpJsonOptions(options => QualityJson.Configure(options.SerializerOptions));
        _app = builder.Build();
        _app.Use(BreakDownAsync);
        _app.UseRouting();
        _app.MapPost("/v1/generations", SubmitAsync);
        _app.MapGet("/v1/generations/{id}", (string id) => Generations.TryGetValue(id, out var found) ? Results.Ok(Describe(found.Submission)) : Results.NotFound());
        _app.MapPost("/v1/events", (BehaviourSubmission body) => Keep(Events, $"{body.GenerationId}/{body.EventId}", body));
        _app.MapPost("/v1/feedback", (FeedbackSubmission body) => Keep(Feedback, $"{body.GenerationId}/{body.FeedbackId}", body));
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

    private async Task<IResult> SubmitAsync(HttpRequest request)
    {
        GenerationSubmission submission;
        var image = new MemoryStream();
        if (request.HasFormContentType)
        {
            var form = await request.ReadFormAsync();
            submission = JsonSerializer.Deserialize<GenerationSubmission>(form["metadata"].ToString(), QualityJson.Options)!;
            await form.Files.GetFile("image")!.CopyToAsync(image);
        }
        else
        {
            submission = (await request.ReadFromJsonAsync<GenerationSubmission>())!;
        }

        if (submission.Id![0] == Refuses)
        {
            RefusedIds.Add(submission.Id);
            return Results.BadRequest();
        }

        Generations.TryAdd(submission.Id, (submission, image.ToArray()));
        return Results.Created((string?)null, new GenerationAccepted(Guid.Parse(submission.Id), ScoringStatus.Pending, new GenerationLinks("/", null)));
    }

    private IResult Keep<T>(ConcurrentDictionary<string, T> store, string id, T body)
    {
        var generation = id.Split('/')[0];
        store.TryAdd(id, body);
        return Generations.ContainsKey(generation) ? Results.Accepted(null, new Recorded(RecordedStatus.Recorded)) : Results.NotFound();
    }

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
