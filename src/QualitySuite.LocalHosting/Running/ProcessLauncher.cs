using System.Net;
using System.Runtime.InteropServices;

namespace QualitySuite.LocalHosting.Running;

/// <summary>Runs projects and programs.</summary>
/// <param name="resource">The project or program.</param>
/// <param name="command">A path, a name found on PATH, or <c>dotnet</c> for the runtime that runs the AppHost.</param>
/// <param name="arguments">Its arguments.</param>
/// <param name="folder">Its working directory.</param>
/// <param name="profile">The project's launch profile; null for a program.</param>
internal sealed class ProcessLauncher(Resource resource, string command, IReadOnlyList<string> arguments, string folder, LaunchProfile? profile)
    : Launcher
{
    // The runtime's own folder lies three levels below the program's.
    private static readonly string Dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));

    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromSeconds(5) };

    public override bool KnowsHealth => resource.HealthPath is not null;

    public override void Preflight()
    {
        if (profile is not null && !File.Exists(arguments[0]))
        {
            throw new DistributedApplicationException($"{resource.Name} is not built: {arguments[0]} is missing. Build the AppHost, which builds it too.");
        }
    }

    public override Task<LaunchPlan> PlanAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        var variables = new Dictionary<string, string>(profile?.EnvironmentVariables ?? []);
        if (profile is not null)
        {
            variables.TryAdd("ASPNETCORE_ENVIRONMENT", instance.Settings.EnvironmentName);
            variables.TryAdd("DOTNET_ENVIRONMENT", variables["ASPNETCORE_ENVIRONMENT"]);
            variables["ASPNETCORE_URLS"] = resource.Endpoint?.UrlOf(instance.Replica) ?? "";
        }

        foreach (var (variable, value) in instance.Settings.Telemetry)
        {
            variables[variable] = value;
        }

        variables["OTEL_SERVICE_NAME"] = resource.Name;
        variables["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={instance.Id}";
        if (resource.Endpoint is { EnvironmentVariable: { } name } endpoint)
        {
            variables[name] = endpoint.Ports[instance.Replica].ToString(CultureInfo.InvariantCulture);
        }

        resource.Environment.ForEach(set => set(variables));
        return Task.FromResult(new LaunchPlan(command == "dotnet" ? Dotnet : FindProgram(), arguments, folder, variables));
    }

    public override async Task<bool> ProbeAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        if (resource.HealthPath is not { } path)
        {
            return true;
        }

        try
        {
            using var response = await Client.GetAsync(new Uri(new Uri(resource.FindEndpoint().UrlOf(instance.Replica)), path), cancellationToken);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Cancelled otherwise: the client's own timeout.
            return false;
        }
    }

    private string FindProgram() => command.Contains('/', StringComparison.Ordinal)
        ? Path.GetFullPath(command, folder)
        : ServerBinaries.PathFolders().Select(path => Path.Combine(path, command)).FirstOrDefault(File.Exists)
            ?? throw new DistributedApplicationException($"{command} was not found on PATH.");
}
