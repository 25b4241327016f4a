using Microsoft.Extensions.Options;
using QualitySuite.Client;
using QualitySuite.Client.Sending;
using QualitySuite.Contracts.Generations;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.Simulator.Demo;

internal static class DemoHosting
{
    /// <summary>The suite stops as a whole: what is not sent then can wait for nobody.</summary>
    private static readonly TimeSpan s_drainTimeout = TimeSpan.FromSeconds(2);

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
        builder.Services.AddSingleton(services => new BatchDelivery(
            services.GetRequiredService<QualityClient>(), time: services.GetRequiredService<TimeProvider>(), logger: services.GetRequiredService<ILogger<BatchDelivery>>()));
        builder.Services.AddSingleton(CreateSender);
        builder.Services.AddSingleton<VisitDelivery>();
        builder.Services.AddSingleton<VisitPlayer>();
        builder.Services.AddSingleton<HistoryImport>();
        builder.Services.AddHostedService<DemoWorker>();
    }

    private static QualitySender CreateSender(IServiceProvider services)
    {
        var status = services.GetRequiredService<DemoStatus>();
        var options = new QualitySenderOptions
        {
            DrainTimeout = s_drainTimeout,
            Accepted = settled => (settled.Submission is GenerationSubmission ? (Action)status.CountGeneration : status.CountReaction)(),
            Refused = _ => status.CountRefused(),
        };
        return new QualitySender(
            services.GetRequiredService<QualityClient>(), options, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<QualitySender>>());
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
