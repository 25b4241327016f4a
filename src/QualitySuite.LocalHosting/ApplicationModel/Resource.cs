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

    internal Endpoint? Endpoint { get; set; }

    /// <summary>Fills in environment variables at each start, when all ports are known.</summary>
    internal List<Action<IDictionary<string, string>>> Environment { get; } = [];

    /// <summary>Path and query that answer with status 200 while the resource is healthy, or null where nothing is asked.</summary>
    internal string? HealthPath { get; set; }

    /// <summary>The single values behind the connection string, such as HOST and PORT, by upper-case name.</summary>
    internal virtual IEnumerable<KeyValuePair<string, string>> ConnectionProperties => [];

    internal Endpoint FindEndpoint(string? name = null) => Endpoint is { } endpoint && (name is null || name == endpoint.Name)
        ? endpoint
        : throw new InvalidOperationException($"Resource '{Name}' has no endpoint '{name ?? "http"}': give the project an `http` " +
            "profile with an applicationUrl in Properties/launchSettings.json, or call WithHttpEndpoint.");
}

/// <summary>Another resource that must be healthy before this one starts, or must have ended with exit code 0.</summary>
internal sealed record Dependency(Resource Resource, bool Completion);

/// <summary>A .NET project of this solution, run from its build output.</summary>
public sealed class ProjectResource(string name) : Resource(name), IResourceWithEnvironment, IResourceWithServiceDiscovery, IResourceWithWaitSupport;

/// <summary>Any program, run with arguments in a folder.</summary>
public sealed class ExecutableResource(string name) : Resource(name), IResourceWithEnvironment, IResourceWithServiceDiscovery, IResourceWithWaitSupport;

/// <summary>A value from outside: the configuration key <c>Parameters:name</c>.</summary>
public sealed class ParameterResource : Resource
{
    private readonly IConfiguration _configuration;
    private readonly string? _fallback;

    internal ParameterResource(string name, IConfiguration configuration, string? fallback)
        : base(name) => (_configuration, _fallback) = (configuration, fallback);

    /// <summary>The value, read when it is needed.</summary>
    /// <exception cref="DistributedApplicationException">Nothing sets it.</exception>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult<string?>(Read());

    internal string Read() => _configuration[$"Parameters:{Name}"] ?? _fallback ?? throw new DistributedApplicationException(
        $"Parameter '{Name}' has no value. Set `Parameters:{Name}` in the AppHost's appsettings.json, `Parameters__{Name}` in the environment " +
        $"or `--Parameters:{Name}=...` on the command line.");
}
