using Microsoft.AspNetCore.Http.HttpResults;
using QualitySuite.Contracts.Generations;
using QualitySuite.Contracts.Scoring;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.ScoringWorker.Scorers;

/// <summary><c>/v1/scorers</c>: all that were ever used, and the choice of the one that trends show.</summary>
internal static class ScorersApi
{
    private const string EveryApp = "*";

    public static void MapScorersApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/scorers", ListAsync).WithSummary("The registered scorers, by metric, oldest first").RequireApiKey(ApiScope.Read);
        routes.MapPut("/v1/scorers/primary", ChooseAsync).WithSummary("Choose the scorer that trends of its metric show").RequireApiKey(ApiScope.Admin).ProducesProblem(403);
    }

    private static async Task<Ok<IReadOnlyList<RegisteredScorer>>> ListAsync(PrimaryScorerStore scorers, CancellationToken cancellationToken) =>
        TypedResults.Ok(await scorers.ListAsync(cancellationToken));

    private static async Task<Results<NoContent, ValidationProblem, ProblemHttpResult>> ChooseAsync(
        PrimaryScorerChoice choice, ApiCaller caller, PrimaryScorerStore scorers, CancellationToken cancellationToken)
    {
        var app = string.IsNullOrEmpty(choice.App) ? EveryApp : choice.App;
        if (caller.App is not null && caller.App != app)
        {
            return Problems.Forbidden($"This API key may only be used for the app \"{caller.App}\".");
        }

        if (app.Length > GenerationLimits.NameCharacters)
        {
            return Problems.Invalid("app", $"At most {GenerationLimits.NameCharacters} characters; this string has {app.Length}.");
        }

        return await scorers.ChooseAsync(app, choice.Scorer, cancellationToken)
            ? TypedResults.NoContent()
            : Problems.Invalid("scorer", "The identity of a registered scorer, as GET /v1/scorers lists them; this string is none.");
    }
}
