using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using QualitySuite.Client;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.IntegrationTests;

/// <summary>What makes a repeat of a call harmless: the ids that clients bring.</summary>
public sealed class RetryTests(SharedSuite shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ids_that_clients_choose_belong_to_one_generation()
    {
        var createdAt = TimeProvider.System.GetUtcNow().AddDays(-1);
        var client = shared.Running.Client;
        foreach (var id in (Guid[])[await GenerationAsync(createdAt), await GenerationAsync(createdAt)])
        {
            for (var attempt = 0; attempt < 2; attempt++)
            {
                await client.SubmitFeedbackAsync(Stars(id), Cancellation);
                await client.SubmitEventAsync(View(id), Cancellation);
            }

            var generation = await client.GetGenerationAsync(id, Cancellation);
            Assert.Equal(4, Assert.Single(generation.Feedback).Value);
            Assert.Equal(BehaviourType.View, Assert.Single(generation.Behaviour).Type);
        }
    }

    [Fact]
    public async Task The_client_marks_a_call_whose_body_has_an_id_as_harmless_to_repeat()
    {
        var keys = new ConcurrentQueue<string>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var server = builder.Build();
        server.MapPost("/v1/{call}", (HttpRequest request) =>
        {
            keys.Enqueue(request.Headers["Idempotency-Key"].ToString());
            return Results.Json(new { id = Guid.Empty, status = "recorded" }, statusCode: request.Path == "/v1/generations" ? 503 : 202);
        });
        await server.StartAsync(Cancellation);
        using var http = new HttpClient { BaseAddress = new Uri(server.Urls.First()) };
        var client = new QualityClient(http);

        await client.SubmitFeedbackAsync(Stars(Guid.Empty), Cancellation);
        await client.SubmitFeedbackAsync(Stars(Guid.Empty, feedbackId: null), Cancellation);
        await client.SubmitEventAsync(View(Guid.Empty), Cancellation);
        var submission = new GenerationSubmission { Id = "01890a5d-ac96-774b-bcce-b302099a8057" };
        await Assert.ThrowsAsync<QualityApiException>(() => client.SubmitGenerationAsync(submission, default, "", Cancellation));
        await Assert.ThrowsAsync<QualityApiException>(() => client.SubmitGenerationAsync(submission, new byte[10], "image/png", Cancellation));

        Assert.Equal(["first%20vote%20%E2%9C%93", "", "view-1", "01890a5d-ac96-774b-bcce-b302099a8057", "01890a5d-ac96-774b-bcce-b302099a8057"], keys);
    }

    private static FeedbackSubmission Stars(Guid id, string? feedbackId = "first vote ✓") =>
        new() { GenerationId = id.ToString(), UserKey = "anna", Kind = FeedbackKind.Stars, Value = 4, FeedbackId = feedbackId };

    private static BehaviourSubmission View(Guid id) =>
        new() { GenerationId = id.ToString(), UserKey = "anna", Type = BehaviourType.View, EventId = "view-1" };

    private async Task<Guid> GenerationAsync(DateTimeOffset createdAt) => (await shared.Running.Client.SubmitGenerationAsync(
        new GenerationSubmission { App = "retries", Prompt = "p", Model = new ModelInfo("m", "1"), CreatedAt = createdAt, Outcome = GenerationOutcome.Failed, Error = "out of memory" },
        default, "", Cancellation)).Id;
}
