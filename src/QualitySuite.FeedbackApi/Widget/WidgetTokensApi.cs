using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;
using QualitySuite.FeedbackApi.Generations;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.FeedbackApi.Widget;

/// <summary><c>POST /v1/widget-tokens</c>: a web page's server asks for what the page's widgets need.</summary>
internal static class WidgetTokensApi
{
    public static void MapWidgetTokensApi(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/widget-tokens", Create).WithSummary("Tokens with which a web page may send one user's feedback about generations")
            .RequireApiKey(ApiScope.Ingest)
            .ProducesProblem(403).ProducesProblem(413)
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(FeedbackLimits.RequestBytes));

    private static Results<Ok<WidgetTokens>, ValidationProblem, ProblemHttpResult> Create(
        WidgetTokenRequest request, ApiCaller caller, GenerationTokens tokens, TimeProvider time, HttpResponse response)
    {
        var app = request.App ?? caller.App;
        var errors = Check(request, app, out var ids, out var lifetime);
        if (errors.Any)
        {
            return Problems.Invalid(errors.ByField);
        }

        if (!caller.MayUse(app!))
        {
            return GenerationProblems.OtherApp(caller);
        }

        var expiresAt = DateTimeOffset.FromUnixTimeSeconds((time.GetUtcNow() + lifetime).ToUnixTimeSeconds());
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new WidgetTokens(
            [.. ids.Select(id => new WidgetToken(id, tokens.Create(app!, id, request.UserKey!, expiresAt)))], expiresAt));
    }

    private static FieldErrors Check(WidgetTokenRequest r, string? app, out Guid[] ids, out TimeSpan lifetime)
    {
        var errors = new FieldErrors();
        errors.RequireText("app", app, GenerationLimits.NameCharacters);
        errors.RequireText("userKey", r.UserKey, GenerationLimits.KeyCharacters);
        errors.CheckRange(
            "expiresInSeconds", r.ExpiresInSeconds,
            WidgetTokenLimits.ShortestLifetime.TotalSeconds, WidgetTokenLimits.LongestLifetime.TotalSeconds, " seconds");
        lifetime = r.ExpiresInSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : WidgetTokenLimits.UsualLifetime;
        ids = [];
        if (r.GenerationIds is not { Count: > 0 and <= WidgetTokenLimits.Generations } given)
        {
            errors.Add("generationIds", string.Create(
                CultureInfo.InvariantCulture,
                $"An array of 1 to {WidgetTokenLimits.Generations} UUIDs; {(r.GenerationIds is null ? "it is missing" : $"this one has {r.GenerationIds.Count}")}."));
            return errors;
        }

        ids = [.. given.Select((id, index) => errors.RequireUuid($"generationIds[{index}]", id))];
        return errors;
    }
}
