namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value from outside: the configuration key <c>Parameters:name</c>.</summary>
public sealed class ParameterResource : Resource
{
    private readonly IConfiguration _configuration;
    private readonly string? _fallback;

    internal ParameterResource(string name, IConfiguration configuration, string? fallback, bool secret)
        : base(name)
    {
        _configuration = configuration;
        _fallback = fallback;
        Secret = secret;
    }

    /// <summary>Whether the value must not be shown.</summary>
    public bool Secret { get; }

    /// <summary>The value, read when it is needed.</summary>
    /// <exception cref="DistributedApplicationException">Nothing sets it.</exception>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult<string?>(Read());

    internal string Read() => _configuration[$"Parameters:{Name}"] ?? _fallback ?? throw new DistributedApplicationException(
        $"Parameter '{Name}' has no value. Set `Parameters:{Name}` in the AppHost's appsettings.json, `Parameters__{Name}` in the environment " +
        $"or `--Parameters:{Name}=...` on the command line.");
}
