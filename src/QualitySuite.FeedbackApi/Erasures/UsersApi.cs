using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using QualitySuite.Contracts.Generations;
using QualitySuite.Contracts.Privacy;
using QualitySuite.FeedbackApi.Generations;
using QualitySuite.FeedbackApi.Privacy;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.FeedbackApi.Erasures;

/// <summary><c>DELETE /v1/users/{userKey}</c> and <c>GET /v1/erasures/{id}</c>: erasure and its receipt.</summary>
internal static class UsersApi
{
    public static void MapUsersApi(this IEndpointRouteBuilder routes)
    {
        routes.MapDelete("/v1/users/{**userKey}", EraseAsync)
            .WithSummary("Erase what belongs to a user").RequireApiKey(ApiScope.Admin).ProducesProblem(403)
            .WithDescription("Generations with their images, what the user said and did, and what others said of and did with the user's generations. A key of one app, or app=, keeps to that app.");
        routes.MapGet("/v1/erasures/{id}", GetAsync).WithSummary("The receipt of an erasure").RequireApiKey(ApiScope.Admin).ProducesProblem(404);
    }

    // The key is read from the address as it was sent: routing leaves an encoded slash encoded, which then looks like an encoded per cent sign.
    private static async Task<Results<Accepted<ErasureAccepted>, ValidationProblem, ProblemHttpResult>> EraseAsync(
        string? app, HttpContext context, ApiCaller caller, UserKeyHasher hasher, ErasureStore store, IOptions<ErasureOptions> options, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(app) && !caller.MayUse(app))
        {
            return GenerationProblems.OtherApp(caller);
        }

        var userKey = KeyIn(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        var errors = new FieldErrors();
        errors.RequireText("userKey", userKey, GenerationLimits.KeyCharacters);
        errors.CheckText("app", app, GenerationLimits.NameCharacters);
        if (errors.Any)
        {
            return Problems.Invalid(errors.ByField);
        }

        var id = await store.RequestAsync(
            Guid.CreateVersion7(time.GetUtcNow()), hasher.Hash(userKey)!, caller.App ?? (app is "" ? null : app), options.Value.Settling, cancellationToken);
        return TypedResults.Accepted($"/v1/erasures/{id}", new ErasureAccepted(id));
    }

    private static async Task<Results<Ok<Erasure>, ProblemHttpResult>> GetAsync(
        string id, ApiCaller caller, ErasureStore store, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var erasureId))
        {
            return GenerationProblems.NotAUuid();
        }

        return await store.FindAsync(erasureId, caller.App, cancellationToken) is { } erasure
            ? TypedResults.Ok(erasure)
            : Problems.NotFound($"There is no erasure {erasureId}.");
    }

    // What follows /v1/users/: the third slash of the path, whichever way its segments are spelt.
    private static string KeyIn(string target)
    {
        var start = target.StartsWith('/') ? 0 : target.IndexOf('/', target.IndexOf("://", StringComparison.Ordinal) + 3);
        for (var segment = 0; segment < 2; segment++)
        {
            start = target.IndexOf('/', start + 1);
        }

        var end = target.IndexOf('?', start);
        return Uri.UnescapeDataString(end < 0 ? target[(start + 1)..] : target[(start + 1)..end]);
    }
}
