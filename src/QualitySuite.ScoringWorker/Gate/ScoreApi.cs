using System.Diagnostics;
using QualitySuite.Contracts.Scoring;
using QualitySuite.Scoring;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.ScoringWorker.Gate;

/// <summary><c>POST /v1/score</c>: scores an image while the caller waits, for gates in front of users. Nothing is stored.</summary>
internal static class ScoreApi
{
    public static void MapScoreApi(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/score", ScoreAsync)
            .WithSummary("Score an image now, without storing anything").RequireApiKey(ApiScope.Ingest)
            .WithDescription("multipart/form-data with the file \"image\" (PNG, JPEG or WebP) and the field \"metadata\" (JSON: prompt, metrics; or the fields \"prompt\" and \"metrics\").")
            .Accepts<ScoreRequest>("multipart/form-data")
            .Produces<ScoreAnswer>()
            .ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422).ProducesProblem(503)
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(ScoreRequestReader.RequestBytes))
            .DisableAntiforgery();

    private static async Task<IResult> ScoreAsync(
        HttpRequest request, ScoringEngine engine, ScoreGate gate, GateFacts facts, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var reading = gate.TryRead();
        if (reading is null)
        {
            return Problems.Unavailable("As many requests are being received as this worker takes at once.");
        }

        var (received, problem) = await ScoreRequestReader.ReadAsync(request, cancellationToken);
        if (received is null)
        {
            return problem!;
        }

        using (received)
        {
            using var place = gate.TryEnter();
            if (place is null)
            {
                return Problems.Unavailable($"{gate.Places} images are being scored for waiting callers already; that is as many as this worker takes at once.");
            }

            var (prepared, failure) = await gate.ScoreAsync(received.Image.Memory, received.Prompt, engine.PlanFor(received.Metrics), Activity.Current, cancellationToken);
            using (prepared)
            {
                return failure is null
                    ? TypedResults.Ok(new ScoreAnswer(
                        [.. prepared!.Scores.Select(s => new NewScore(s.Metric, s.Value, s.Scorer))],
                        facts.Of(prepared, received.Metrics),
                        time.GetElapsedTime(started).TotalMilliseconds))
                    : failure.Reason == "undecodable_image"
                        ? Problems.Unprocessable($"image: {failure.Detail}", failure.Reason)
                        : Problems.Create(StatusCodes.Status500InternalServerError, "scoring_failed", failure.Detail);
            }
        }
    }
}
