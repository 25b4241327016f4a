using System.Security.Cryptography;
using System.Text;

namespace QualitySuite.LocalHosting.Running;

/// <summary>Where this run keeps its files, and whether they outlive it.</summary>
/// <param name="RunFolder">Logs, data and the lock; made when the run starts.</param>
/// <param name="EnvironmentName">What services find as ASPNETCORE_ENVIRONMENT.</param>
/// <param name="ThrowAway">A test: random ports, nothing on the console, and the run folder is deleted at the end.</param>
/// <param name="Telemetry">OTEL_* variables for every process.</param>
internal sealed record RunSettings(string RunFolder, string EnvironmentName, bool ThrowAway, IReadOnlyDictionary<string, string> Telemetry)
{
    public string Logs => Path.Combine(RunFolder, "logs");

    public string DataOf(string resource) => Path.Combine(RunFolder, "data", resource);

    public static RunSettings Read(IConfiguration configuration, string appHostDirectory, string environmentName)
    {
        var throwAway = configuration.GetValue<bool>("DcpPublisher:RandomizePorts");
        var folder = throwAway
            ? Path.Combine(Path.GetTempPath(), $"localhosting-{RandomNumberGenerator.GetHexString(12, lowercase: true)}")
            : configuration["LocalHosting:RunFolder"] ?? Path.Combine(appHostDirectory, "..", "artifacts", "run");
        return new RunSettings(Path.GetFullPath(folder), environmentName, throwAway, TelemetryFrom(configuration, environmentName));
    }

    /// <summary>Makes the run folder and holds it for this process, whose id the lock file tells scripts.</summary>
    /// <exception cref="DistributedApplicationException">Another AppHost has it.</exception>
    public FileStream TakeFolder()
    {
        Directory.CreateDirectory(Logs);
        if (ThrowAway)
        {
            // Postgres may run as another user and has to get through to its own folder, but nobody has to look around here.
            File.SetUnixFileMode(RunFolder, (UnixFileMode)0b111_001_001);
        }

        try
        {
            var file = new FileStream(Path.Combine(RunFolder, "apphost.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            file.SetLength(0);
            file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            file.Flush();
            return file;
        }
        catch (IOException e) when (e.HResult == Posix.TryAgain)
        {
            throw new DistributedApplicationException($"The application already runs on the data in {RunFolder}. Stop it first.", e);
        }
    }

    private static Dictionary<string, string> TelemetryFrom(IConfiguration configuration, string environmentName)
    {
        var variables = new Dictionary<string, string>();
        if (configuration["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] is { Length: > 0 } address)
        {
            variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = address;
            variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        }

        if (environmentName == "Development")
        {
            // A developer wants to see a span within a second, and every one of them.
            variables["OTEL_BSP_SCHEDULE_DELAY"] = variables["OTEL_BLRP_SCHEDULE_DELAY"] = variables["OTEL_METRIC_EXPORT_INTERVAL"] = "1000";
            variables["OTEL_TRACES_SAMPLER"] = "always_on";
            variables["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based";
        }

        return variables;
    }
}
