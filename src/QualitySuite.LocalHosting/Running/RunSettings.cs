using System.Security.Cryptography;

namespace QualitySuite.LocalHosting.Running;

/// <summary>Where this run keeps its files, and whether they outlive it.</summary>
/// <param name="AppHostDirectory">Folder of the AppHost's project.</param>
/// <param name="RunFolder">Logs, data and the lock; made when the run starts.</param>
/// <param name="EnvironmentName">What services find as ASPNETCORE_ENVIRONMENT.</param>
/// <param name="ThrowAway">A test: random ports, nothing on the console, and the run folder is deleted at the end.</param>
/// <param name="Telemetry">OTEL_* variables for every process; empty when nothing listens.</param>
internal sealed record RunSettings(
    string AppHostDirectory, string RunFolder, string EnvironmentName, bool ThrowAway, IReadOnlyDictionary<string, string> Telemetry)
{
    public string Logs => Path.Combine(RunFolder, "logs");

    public string DataOf(string resource) => Path.Combine(RunFolder, "data", resource);

    public static RunSettings Read(IConfiguration configuration, string appHostDirectory, string environmentName, bool underTest)
    {
        var throwAway = configuration.GetValue("DcpPublisher:RandomizePorts", underTest);
        var folder = throwAway
            ? Path.Combine(Path.GetTempPath(), $"localhosting-{RandomNumberGenerator.GetHexString(12, lowercase: true)}")
            : configuration["LocalHosting:RunFolder"] ?? Path.Combine(appHostDirectory, "..", "artifacts", "run");
        return new RunSettings(
            appHostDirectory, Path.GetFullPath(folder), environmentName, throwAway, TelemetryFrom(configuration, environmentName));
    }

    private static Dictionary<string, string> TelemetryFrom(IConfiguration configuration, string environmentName)
    {
        var variables = new Dictionary<string, string>();
        if (configuration["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] is { Length: > 0 } http)
        {
            variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = http;
            variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        }
        else if (configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] is { Length: > 0 } grpc)
        {
            variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = grpc;
            variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc";
        }
        else if (configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 } ambient)
        {
            variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = ambient;
        }

        if (variables.Count > 0 && configuration["AppHost:OtlpApiKey"] is { Length: > 0 } key)
        {
            variables["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-otlp-api-key={key}";
        }

        if (environmentName == "Development")
        {
            // A developer wants to see a span within a second, and every one of them.
            variables["OTEL_BSP_SCHEDULE_DELAY"] = "1000";
            variables["OTEL_BLRP_SCHEDULE_DELAY"] = "1000";
            variables["OTEL_METRIC_EXPORT_INTERVAL"] = "1000";
            variables["OTEL_TRACES_SAMPLER"] = "always_on";
            variables["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based";
        }

        return variables;
    }
}
