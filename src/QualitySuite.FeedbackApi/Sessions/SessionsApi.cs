using Microsoft.AspNetCore.Http.HttpResults;
using QualitySuite.Contracts;
using QualitySuite.Contracts.Feedback;
using QualitySuite.FeedbackApi.Generations;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.FeedbackApi.Sessions;

/// <summary><c>/v1/sessions</c>: what users did, by session.</summary>
internal static class SessionsApi
{
    public static void MapSessionsApi(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/sessions", ListAsync).WithSummary("Sessions of users, those that started last first").RequireApiKey(ApiScope.Read)
            .WithDescription("Without from and to those that started in the last 24 hours.").ProducesProblem(403);

    private static async Task<Results<Ok<Page<UserSession>>, ValidationProblem, ProblemHttpResult>> ListAsync(
        [AsParameters] SessionParameters parameters, ApiCaller caller, SessionStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(parameters.App) && !caller.MayUse(parameters.App))
        {
            return GenerationProblems.OtherApp(caller);
        }

        var now = time.GetUtcNow();
        var errors = new FieldErrors();
        var query = parameters.Read(errors, caller.App, now);
        return errors.Any
            ? Problems.Invalid(errors.ByField)
            : TypedResults.Ok(await store.ListAsync(query, now, cancellationToken));
    }
}
