using Dapper;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Npgsql;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.FeedbackApi.Widget;

/// <summary>
/// Tells browsers which pages may call. A preflight carries no key, so the origins of all publishable keys are let through it; whether the
/// key of the request that follows is good for its origin is checked with the key. The list is remembered for as long as a key is.
/// </summary>
internal sealed class WidgetCors(NpgsqlDataSource database, IOptions<AuthenticationOptions> options, TimeProvider time) : ICorsPolicyProvider
{
    /// <summary>Name of the policy, for routes.</summary>
    public const string Policy = "widget";

    private const string Sql = "select distinct unnest(allowed_origins) from feedback.api_keys where revoked_at is null";

    private static readonly TimeSpan PreflightLifetime = TimeSpan.FromHours(1);

    private Known? _known;

    public async Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName)
    {
        if (policyName != Policy)
        {
            // Routes that ask for no policy are asked for under the name of the default one.
            return null;
        }

        if (_known is { } known && time.GetElapsedTime(known.ReadAt) < options.Value.CacheLifetime)
        {
            return known.Policy;
        }

        try
        {
            await using var connection = await database.OpenConnectionAsync(context.RequestAborted);
            var origins = await connection.QueryAsync<string>(new CommandDefinition(Sql, cancellationToken: context.RequestAborted));
            _known = new Known(PolicyOf([.. origins]), time.GetTimestamp());
        }
        catch (Exception exception) when (_known is not null && exception is NpgsqlException or TimeoutException)
        {
            // While the database is out the list cannot have changed; a key that is not remembered is answered 503, which the page must be able to read.
            _known = _known with { ReadAt = time.GetTimestamp() };
        }

        return _known.Policy;
    }

    private static CorsPolicy PolicyOf(string[] origins) => new CorsPolicyBuilder()
        .WithOrigins(origins)
        .WithMethods(HttpMethods.Post)
        .WithHeaders(HeaderNames.ContentType, ApiKeyHeaders.ApiKey)
        .WithExposedHeaders(HeaderNames.RetryAfter)
        .SetPreflightMaxAge(PreflightLifetime)
        .Build();

    private sealed record Known(CorsPolicy Policy, long ReadAt);
}
