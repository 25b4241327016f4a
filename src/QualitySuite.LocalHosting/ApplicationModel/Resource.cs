namespace Aspire.Hosting.ApplicationModel;

/// <summary>What every resource has: a name, and what it needs to be started here.</summary>
public abstract class Resource : IResource
{
    private protected Resource(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <summary>How a process is made of this resource; null for what is not a process of its own.</summary>
    internal Launcher? Launcher { get; set; }

    internal int Replicas { get; set; } = 1;

    internal List<Dependency> Dependencies { get; } = [];

    internal List<Endpoint> Endpoints { get; } = [];

    /// <summary>Fills in environment variables at each start, when all ports are known.</summary>
    internal List<Action<IDictionary<string, string>>> Environment { get; } = [];

    internal HttpHealthCheck? HealthCheck { get; set; }

    /// <summary>The single values behind the connection string, such as HOST and PORT, by upper-case name.</summary>
    internal virtual IEnumerable<KeyValuePair<string, string>> ConnectionProperties => [];

    internal Endpoint FindEndpoint(string? endpointName)
    {
        if (endpointName is null && Endpoints.Count == 1)
        {
            return Endpoints[0];
        }

        return Endpoints.Find(endpoint => string.Equals(endpoint.Name, endpointName ?? "http", StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidOperationException($"Resource '{Name}' has no endpoint '{endpointName ?? "http"}': give the project an `http` " +
                "profile with an applicationUrl in Properties/launchSettings.json, or call WithHttpEndpoint.");
    }
}

/// <summary>One thing that must have happened to another resource before this one starts.</summary>
/// <param name="Resource">The resource that is waited for.</param>
/// <param name="ExitCode">The exit code that it must end with, or null when it must be healthy.</param>
internal sealed record Dependency(Resource Resource, int? ExitCode);

/// <summary>What answers that a resource is healthy.</summary>
/// <param name="Path">Path and query on the endpoint.</param>
/// <param name="StatusCode">The only status taken as healthy.</param>
/// <param name="EndpointName">The endpoint asked, or null for the only one.</param>
internal sealed record HttpHealthCheck(string Path, int StatusCode, string? EndpointName);
