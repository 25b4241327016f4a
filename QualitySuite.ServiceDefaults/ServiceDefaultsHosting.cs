using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using QualitySuite.ServiceDefaults;

namespace Microsoft.Extensions.Hosting;

/// <summary>What every process of the suite has in common. Call <see cref="AddServiceDefaults"/> first, <see cref="UseServiceDefaults"/>
/// before any other middleware, and <see cref="MapDefaultEndpoints"/> beside the service's own routes.</summary>
public static class ServiceDefaultsHosting
{
    /// <summary>Telemetry, health, outgoing HTTP, problem details, JSON and the clock. API keys and the API's description are asked for
    /// apart (<see cref="ApiKeyHosting.AddApiKeys"/>, <see cref="ApiDescriptionHosting.AddApiDescription"/>), since not every process serves an API.</summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.AddTelemetry();
        builder.Services.AddHealth();
        builder.Services.AddOutgoingHttp();
        builder.Services.AddErrors();
        builder.Services.AddJson();
        return builder;
    }

    /// <summary>Errors as problem details, then CORS where the service has it, then authentication and authorization, so that a failure inside those is problem details too.</summary>
    public static WebApplication UseServiceDefaults(this WebApplication app)
    {
        app.UseErrors();
        if (app.Services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(ICorsService)))
        {
            // A preflight carries no key.
            app.UseCors();
        }
        if (app.Services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(ApiKeyDirectory)))
        {
            app.UseAuthentication();
            app.UseAuthorization();
        }
        return app;
    }

    /// <summary>Maps <c>/health</c> (ready: every check) and <c>/alive</c> (the process) in every environment: containers probe them.</summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealth();
        return app;
    }
}
