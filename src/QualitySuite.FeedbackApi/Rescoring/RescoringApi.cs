using Microsoft.AspNetCore.Http.HttpResults;
using QualitySuite.Contracts.Generations;
using QualitySuite.Contracts.Pipeline;
using QualitySuite.FeedbackApi.Generations;
using QualitySuite.FeedbackApi.Pipeline;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.FeedbackApi.Rescoring;

/// <summary><c>POST /v1/generations:rescore</c>: history under new scorers. The caller paces it, one page a call.</summary>
internal static class RescoringApi
{
    private const int StandardLimit = 500;
    private const int MostAtOnce = 1000;
    private const int IdentityCharacters = 64;

    public static void MapRescoringApi(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/generations:rescore", RescoreAsync)
            .WithSummary("Score images of the past again, with the scorers that the workers have now").RequireApiKey(ApiScope.Admin).ProducesProblem(403);

    private static async Task<Results<Accepted<Rescored>, ValidationProblem, ProblemHttpResult>> RescoreAsync(
        RescoreRequest request, ApiCaller caller, RescoringStore store, QueueSender queue, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(request.App) && !caller.MayUse(request.App))
        {
            return GenerationProblems.OtherApp(caller);
        }

        var errors = new FieldErrors();
        var query = Read(request, caller.App, errors);
        if (query.Scorer is { } scorer && !errors.Any && !await store.IsRegisteredAsync(scorer, cancellationToken))
        {
            errors.Add("scorer", "The identity of a registered scorer, as GET /v1/metrics lists them; this string is none.");
        }

        if (errors.Any)
        {
            return Problems.Invalid(errors.ByField);
        }

        var images = await store.QueueAsync(query, cancellationToken);
        foreach (var image in images.Where(image => image.Queued))
        {
            await queue.SendAsync(image.ToQueued());
        }

        var queued = images.Count(image => image.Queued);
        var next = images.Count == query.Limit ? Cursor.Write(new RescoringPosition(images[^1].CreatedAt, images[^1].Id)) : null;
        return TypedResults.Accepted((string?)null, new Rescored(queued, images.Count - queued, next));
    }

    private static RescoringQuery Read(RescoreRequest request, string? onlyApp, FieldErrors errors)
    {
        errors.CheckText("app", request.App, GenerationLimits.NameCharacters);
        errors.CheckText("modelVersion", request.ModelVersion, GenerationLimits.NameCharacters);
        errors.CheckText("scorer", request.Scorer, IdentityCharacters);
        errors.CheckRange("limit", request.Limit, 1, MostAtOnce, " images");
        if (request.To <= request.From)
        {
            errors.Add("to", "A time after 'from'; this one is not.");
        }

        return new RescoringQuery(
            request.From, request.To, onlyApp ?? Present(request.App), Present(request.ModelVersion), Present(request.Scorer),
            request.Limit ?? StandardLimit, Cursor.Read<RescoringPosition>(errors, request.Cursor));
    }

    private static string? Present(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
