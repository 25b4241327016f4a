using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace QualitySuite.ServiceDefaults;

/// <summary>Who calls. A handler takes it as a parameter, or reads it from <see cref="HttpContext.Features"/>; the route must carry
/// <see cref="ApiKeyHosting.RequireApiKey"/>.</summary>
/// <param name="KeyId">The key's id; null for the internal key, which is in no table.</param>
/// <param name="Name">The key's name, for logs and audit.</param>
/// <param name="App">The only app that the key may touch; null = any.</param>
/// <param name="Scopes">See <see cref="ApiScope"/>.</param>
/// <param name="IsInternal">Another service of the suite calls.</param>
/// <param name="ActingUser">The person on whose behalf an internal call is made; null where there is none or the call is not internal.</param>
public sealed record ApiCaller(Guid? KeyId, string Name, string? App, IReadOnlySet<string> Scopes, bool IsInternal, string? ActingUser)
{
    /// <summary>The key is known to everyone who reads the page that it stands in: what it sends needs a token for the generation.</summary>
    public bool IsPublishable => Scopes.Contains(ApiScope.Publish);

    /// <summary>Whether the key may touch what belongs to <paramref name="app"/>.</summary>
    public bool MayUse(string app) => App is null || string.Equals(App, app, StringComparison.Ordinal);

    /// <summary>Lets a minimal API handler take the caller as a parameter.</summary>
    /// <exception cref="InvalidOperationException">The route does not require an API key.</exception>
    public static ValueTask<ApiCaller?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        context.Features.Get<ApiCaller>() is { } caller
            ? ValueTask.FromResult<ApiCaller?>(caller)
            : throw new InvalidOperationException(
                $"The handler of {context.Request.Path} takes an {nameof(ApiCaller)} but its route does not call {nameof(ApiKeyHosting.RequireApiKey)}.");
}
