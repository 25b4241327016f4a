using System.Collections.Frozen;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace QualitySuite.ServiceDefaults;

/// <summary>Tells by <c>X-Api-Key</c> who calls. Unlike an endpoint filter this runs before the handler's parameters are bound, so a body is not
/// read for someone who may not send it.</summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> schemes,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    IOptions<AuthenticationOptions> options,
    ApiKeyDirectory directory) : AuthenticationHandler<AuthenticationSchemeOptions>(schemes, loggers, encoder)
{
    public const string SchemeName = "ApiKey";
    public const string ScopeClaim = "scope";

    private const int MaxKeyLength = 512;
    private const int MaxActingUserLength = 512;
    private static readonly FrozenSet<string> EveryScope = ApiScope.All.ToFrozenSet(StringComparer.Ordinal);

    private bool isUnavailable;
    private bool isForeignOrigin;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Request.Headers.TryGetValue(ApiKeyHeaders.ApiKey, out var values))
        {
            return AuthenticateResult.NoResult();
        }
        if (values is not [{ Length: > 0 and <= MaxKeyLength } key])
        {
            return AuthenticateResult.Fail("The key is malformed.");
        }
        if (CryptographicOperations.FixedTimeEquals(ApiKeys.Hash(key), ApiKeys.Hash(options.Value.InternalKey)))
        {
            return Accept(new ApiCaller(null, "internal", App: null, EveryScope, IsInternal: true, ReadActingUser()));
        }
        var answer = await directory.FindAsync(key, Context.RequestAborted);
        isUnavailable = answer.IsUnavailable;
        if (answer.Facts is not { } facts)
        {
            return AuthenticateResult.Fail("The key is not known.");
        }
        isForeignOrigin = facts.Scopes.Contains(ApiScope.Publish) && !IsFromOneOf(facts.AllowedOrigins);
        var scopes = isForeignOrigin ? FrozenSet<string>.Empty : facts.Scopes;
        return Accept(new ApiCaller(facts.Id, facts.Name, facts.App, scopes, IsInternal: false, ActingUser: null));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (isUnavailable)
        {
            return Problems.Unavailable("The key cannot be checked at the moment: the database cannot be reached.").ExecuteAsync(Context);
        }
        Response.Headers.WWWAuthenticate = SchemeName;
        var problem = Request.Headers.ContainsKey(ApiKeyHeaders.ApiKey)
            ? Problems.Unauthenticated($"The key in {ApiKeyHeaders.ApiKey} is not known or was revoked.")
            : Problems.Unauthenticated($"This call needs an API key in the header {ApiKeyHeaders.ApiKey}.");
        return problem.ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var needed = Context.GetEndpoint()?.Metadata.GetOrderedMetadata<RequiredScope>() ?? [];
        return isForeignOrigin && needed.All(required => required.AnyOf.Contains(ApiScope.Publish))
            ? Problems.Create(
                StatusCodes.Status403Forbidden, "origin_not_allowed", "This publishable key may be used on web pages of its own origins alone, and the header Origin names none of them.")
                .ExecuteAsync(Context)
            : Problems.Forbidden($"This call needs the scope {string.Join(" and ", needed)}, which the key does not have.").ExecuteAsync(Context);
    }

    private AuthenticateResult Accept(ApiCaller caller)
    {
        Context.Features.Set(caller);
        var identity = new ClaimsIdentity(SchemeName);
        identity.AddClaim(new Claim(ClaimTypes.Name, caller.Name));
        identity.AddClaims(caller.Scopes.Select(scope => new Claim(ScopeClaim, scope)));
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    // A browser says truthfully where a page is from. That a program can say anything is why what comes with such a key needs a token as well.
    private bool IsFromOneOf(IReadOnlySet<string> origins) => Request.Headers.Origin is [{ } origin] && origins.Contains(origin);

    private string? ReadActingUser() =>
        Request.Headers[ApiKeyHeaders.ActingUser] is [{ Length: > 0 and <= MaxActingUserLength } user] ? Uri.UnescapeDataString(user) : null;
}
