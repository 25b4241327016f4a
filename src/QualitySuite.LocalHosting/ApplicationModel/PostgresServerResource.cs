namespace Aspire.Hosting.ApplicationModel;

/// <summary>A Postgres server, run from the binaries found on this machine.</summary>
public sealed class PostgresServerResource : Resource, IResourceWithConnectionString, IResourceWithEndpoints, IResourceWithWaitSupport
{
    private readonly ParameterResource? _userName;
    private readonly Func<string> _password;

    internal PostgresServerResource(string name, ParameterResource? userName, Func<string> password)
        : base(name)
    {
        _userName = userName;
        _password = password;
    }

    internal string UserName => _userName?.Read() ?? "postgres";

    internal string Password => _password();

    internal bool KeepsData { get; set; }

    internal List<PostgresDatabaseResource> Databases { get; } = [];

    internal int Port => FindEndpoint("tcp").Ports[0];

    /// <inheritdoc />
    public ValueTask<string?> GetConnectionStringAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<string?>(FormattableString.Invariant($"Host=127.0.0.1;Port={Port};Username={UserName};Password={Password}"));

    internal override IEnumerable<KeyValuePair<string, string>> ConnectionProperties =>
    [
        new("HOST", "127.0.0.1"),
        new("PORT", FormattableString.Invariant($"{Port}")),
        new("USERNAME", UserName),
        new("PASSWORD", Password),
        new("URI", FormattableString.Invariant($"postgresql://{Uri.EscapeDataString(UserName)}:{Uri.EscapeDataString(Password)}@127.0.0.1:{Port}")),
    ];
}
