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

    // A key of one app does not learn the names of the others.
    private static async Task<Ok<List<RegisteredScorer>>> ListAsync(ApiCaller caller, PrimaryScorerStore scorers, CancellationToken cancellationToken) =>
        TypedResults.Ok((await scorers.ListAsync(cancellationToken))
            .Select(s => s with { PrimaryFor = [.. s.PrimaryFor.Where(app => app == EveryApp || caller.MayUse(app))] }).ToList());

    private static async Task<Results<NoContent, ValidationProblem, ProblemHttpResult>> ChooseAsync(
        PrimaryScorerChoice choice, ApiCaller caller, PrimaryScorerStore scorers, CancellationToken cancellationToken)
    {
        var app = string.IsNullOrEmpty(choice.App) ? EveryApp : choice.App;
        if (caller.App is not null && caller.App != app)
        {
            return Problems.Forbidden($"This API key may only be used for the app \"{caller.App}\".");
        }

        if (app.Length > GenerationLimits.NameCharacters || app.Contains('\0', StringComparison.Ordinal))
        {
            return Problems.Invalid("app", $"At most {GenerationLimits.NameCharacters} characters without U+0000; this string has {app.Length}, or one of these.");
        }

        return !choice.Scorer.Contains('\0', StringComparison.Ordinal) && await scorers.ChooseAsync(app, choice.Scorer, cancellationToken)
            ? TypedResults.NoContent()
            : Problems.Invalid("scorer", "The identity of a registered scorer, as GET /v1/scorers lists them; this string is none.");
    }
}
