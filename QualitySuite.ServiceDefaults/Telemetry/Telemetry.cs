using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace QualitySuite.ServiceDefaults;

/// <summary>Traces, metrics and logs; sent by OTLP only where an endpoint is configured. Npgsql's come with <c>AddNpgsqlDataSource</c>.</summary>
internal static class Telemetry
{
    /// <summary>Every source and meter of the suite carries its assembly's name, so one pattern finds them all.</summary>
    private const string Ours = "QualitySuite.*";

    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        // Several lines for every request, call and statement, all of which their spans tell as well. First in the list, so that any configuration wins.
        builder.Services.PostConfigure<LoggerFilterOptions>(options =>
        {
            foreach (var category in (string[])["System.Net.Http.HttpClient", "Polly", "Microsoft.AspNetCore", "Npgsql", "StackExchange.Redis"])
            {
                options.Rules.Insert(0, new LoggerFilterRule(null, category, LogLevel.Warning, filter: null));
            }
        });
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;

            // The framework's scope holds the request's path, which may hold a user's key; the trace's id, by which a record leads to its request, is
            // there without it.
            logging.IncludeScopes = false;
        });
        var telemetry = builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter(Ours))
            .WithTracing(tracing => tracing
                .AddAspNetCoreInstrumentation(options => options.Filter = context => !Health.IsProbe(context.Request.Path))
                .AddHttpClientInstrumentation()
                .AddSource(Ours)
                .AddProcessor(new UserKeyEraser()));
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_SERVICE_NAME"]))
        {
            telemetry.ConfigureResource(resource =>
                resource.AddService(builder.Environment.ApplicationName, autoGenerateServiceInstanceId: false));
        }
        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            telemetry.UseOtlpExporter();
        }
    }
}
