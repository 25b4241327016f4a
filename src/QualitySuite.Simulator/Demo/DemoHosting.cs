using Microsoft.Extensions.Options;
using QualitySuite.Client;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.Simulator.Demo;

internal static class DemoHosting
{
    /// <summary>The demo as a background service that calls <c>http://feedback-api</c>.</summary>
    public static void AddDemo(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SimulatorOptions>()
            .BindConfiguration(SimulatorOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton(services => services.GetRequiredService<IOptions<SimulatorOptions>>().Value);

        var client = builder.Services.AddHttpClient<QualityClient>(http => http.BaseAddress = new Uri("http://feedback-api"));
        if (builder.Configuration[$"{SimulatorOptions.Section}:{nameof(SimulatorOptions.ApiKey)}"] is { Length: > 0 } key)
        {
            client.ConfigureHttpClient(http => http.DefaultRequestHeaders.Add(ApiKeyHeaders.ApiKey, key));
        }
        else
        {
            client.AddInternalKey();
        }

        builder.Services.AddSingleton<DemoStatus>();
        builder.Services.AddSingleton<PatientCalls>();
        builder.Services.AddSingleton<VisitPlayer>();
        builder.Services.AddSingleton<HistoryImport>();
        builder.Services.AddHostedService<DemoWorker>();
    }

    /// <summary><c>GET /</c>: what the demo has done.</summary>
    public static void MapDemoStatus(this WebApplication app) => app.MapGet("/", (DemoStatus status) => TypedResults.Ok(new
    {
        Phase = status.Phase.ToString().ToLowerInvariant(),
        status.Imported,
        status.HistoryGenerations,
        status.Live,
        status.Errors,
    }));
}
