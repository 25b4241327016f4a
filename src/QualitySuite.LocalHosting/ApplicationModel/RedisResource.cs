namespace Aspire.Hosting.ApplicationModel;

/// <summary>A Redis (or Valkey) server, run from the binary found on this machine.</summary>
public sealed class RedisResource : Resource, IResourceWithConnectionString, IResourceWithEndpoints, IResourceWithWaitSupport
{
    private readonly Func<string> _password;

    internal RedisResource(string name, Func<string> password)
        : base(name)
    {
        _password = password;
    }

    internal string Password => _password();

    internal bool KeepsData { get; set; }

    internal RedisPersistence? Persistence { get; set; }

    internal int Port => FindEndpoint("tcp").Ports[0];

    /// <inheritdoc />
    public ValueTask<string?> GetConnectionStringAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<string?>(FormattableString.Invariant($"127.0.0.1:{Port},password={Password}"));

    internal override IEnumerable<KeyValuePair<string, string>> ConnectionProperties =>
    [
        new("HOST", "127.0.0.1"),
        new("PORT", FormattableString.Invariant($"{Port}")),
        new("PASSWORD", Password),
        new("URI", FormattableString.Invariant($"redis://:{Uri.EscapeDataString(Password)}@127.0.0.1:{Port}")),
    ];
}

/// <summary>How often Redis writes a snapshot beside its append-only file.</summary>
/// <param name="Interval">Time between snapshots, at least one second.</param>
/// <param name="KeysChanged">Changes needed for one.</param>
internal sealed record RedisPersistence(TimeSpan Interval, long KeysChanged);
