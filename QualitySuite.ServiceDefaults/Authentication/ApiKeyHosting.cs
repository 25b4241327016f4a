using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace QualitySuite.ServiceDefaults;

/// <summary>API keys: who may call this service, and the key with which it calls others.</summary>
public static class ApiKeyHosting
{
    /// <summary>Checks the keys of this service's callers. Needs <c>AddNpgsqlDataSource</c>; routes ask for a key with <see cref="RequireApiKey"/>.</summary>
    public static TBuilder AddApiKeys<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddAuthenticationSettings();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<ApiKeyStore>();
        builder.Services.TryAddSingleton<ApiKeyDirectory>();
        // A lone scheme would be the default one and look up whatever key comes with a probe or a style sheet; only routes that ask for a key do.
        AppContext.SetSwitch("Microsoft.AspNetCore.Authentication.SuppressAutoDefaultScheme", true);
        builder.Services.AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, configureOptions: null);
        builder.Services.AddAuthorization();
        return builder;
    }

    /// <summary>Lets only keys with one of <paramref name="scopes"/> (see <see cref="ApiScope"/>) call these routes: 401 without a good key, 403
    /// without the scope or from an origin that a publishable key does not allow, 503 where a key cannot be checked. The handler may take an
    /// <see cref="ApiCaller"/>.</summary>
    public static TBuilder RequireApiKey<TBuilder>(this TBuilder routes, params string[] scopes)
        where TBuilder : IEndpointConventionBuilder
    {
        if (scopes.Except(ApiScope.All).Any(scope => scope != ApiScope.Publish) || scopes.Length == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(scopes), string.Join(", ", scopes), "There is no such scope.");
        }
        return routes
            .WithMetadata(new RequiredScope(scopes))
            .RequireAuthorization(new AuthorizationPolicyBuilder(ApiKeyAuthentication.SchemeName)
                .RequireAuthenticatedUser()
                .RequireClaim(ApiKeyAuthentication.ScopeClaim, scopes)
                .Build());
    }

    /// <summary>This client calls a service of the suite: its calls carry the internal key and the acting user. Redirects are not
    /// followed, since they would carry the key elsewhere.</summary>
    public static IHttpClientBuilder AddInternalKey(this IHttpClientBuilder client)
    {
        client.Services.AddAuthenticationSettings();
        client.Services.AddHttpContextAccessor();
        client.Services.TryAddTransient<InternalKeyHandler>();
        return client
            .AddHttpMessageHandler<InternalKeyHandler>()
            .ConfigurePrimaryHttpMessageHandler((handler, _) =>
            {
                if (handler is SocketsHttpHandler sockets)
                {
                    sockets.AllowAutoRedirect = false;
                }
            });
    }

    private static void AddAuthenticationSettings(this IServiceCollection services)
    {
        services.AddOptions<AuthenticationOptions>()
            .BindConfiguration(AuthenticationOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AuthenticationOptions>, AuthenticationOptionsCheck>());
    }
}
