using System.Security.Cryptography;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A server on 127.0.0.1, run from the binary found on this machine.</summary>
public abstract class ServerResource : Resource, IResourceWithConnectionString, IResourceWithEndpoints, IResourceWithWaitSupport
{
    private readonly ParameterResource? _password;
    private readonly string _madePassword = RandomNumberGenerator.GetHexString(32, lowercase: true);

    private protected ServerResource(string name, ParameterResource? password)
        : base(name)
    {
        _password = password;
        Endpoint = new Endpoint("tcp", null);
    }

    internal string Password => _password?.Read() ?? _madePassword;

    /// <summary>Whether its data outlives the run.</summary>
    internal bool KeepsData { get; set; }

    internal int Port => FindEndpoint().Ports[0];

    internal abstract string ConnectionString { get; }

    internal override IEnumerable<KeyValuePair<string, string>> ConnectionProperties =>
        [new("HOST", "127.0.0.1"), new("PORT", Port.ToString(CultureInfo.InvariantCulture)), new("PASSWORD", Password)];

    /// <inheritdoc />
    public ValueTask<string?> GetConnectionStringAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult<string?>(ConnectionString);

    private protected string UriFor(string scheme, string user) =>
        FormattableString.Invariant($"{scheme}://{user}:{Uri.EscapeDataString(Password)}@127.0.0.1:{Port}");
}

/// <summary>A Postgres server.</summary>
public sealed class PostgresServerResource : ServerResource
{
    internal const string UserName = "postgres";

    internal PostgresServerResource(string name, ParameterResource? password)
        : base(name, password) => Launcher = new PostgresLauncher(this);

    internal List<PostgresDatabaseResource> Databases { get; } = [];

    internal string Uri => UriFor("postgresql", UserName);

    internal override string ConnectionString =>
        FormattableString.Invariant($"Host=127.0.0.1;Port={Port};Username={UserName};Password={Password}");

    internal override IEnumerable<KeyValuePair<string, string>> ConnectionProperties =>
        [.. base.ConnectionProperties, new("USERNAME", UserName), new("URI", Uri)];
}

/// <summary>A database on a Postgres server, created when the server is first ready.</summary>
public sealed class PostgresDatabaseResource : Resource, IResourceWithConnectionString
{
    internal PostgresDatabaseResource(string name, PostgresServerResource parent)
        : base(name) => Parent = parent;

    /// <summary>The server that holds it.</summary>
    public PostgresServerResource Parent { get; }

    internal override IEnumerable<KeyValuePair<string, string>> ConnectionProperties =>
    [
        .. Parent.ConnectionProperties.Where(property => property.Key != "URI"),
        new("URI", $"{Parent.Uri}/{Uri.EscapeDataString(Name)}"),
        new("DATABASENAME", Name),
    ];

    /// <inheritdoc />
    public ValueTask<string?> GetConnectionStringAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<string?>($"{Parent.ConnectionString};Database={Name}");
}

/// <summary>A Redis (or Valkey) server.</summary>
public sealed class RedisResource : ServerResource
{
    internal RedisResource(string name, ParameterResource? password)
        : base(name, password) => Launcher = new RedisLauncher(this);

    /// <summary>Whether the data is on disk too, so that a restarted server still has it.</summary>
    internal bool Persists { get; set; }

    internal override string ConnectionString => FormattableString.Invariant($"127.0.0.1:{Port},password={Password}");

    internal override IEnumerable<KeyValuePair<string, string>> ConnectionProperties =>
        [.. base.ConnectionProperties, new("URI", UriFor("redis", ""))];
}
