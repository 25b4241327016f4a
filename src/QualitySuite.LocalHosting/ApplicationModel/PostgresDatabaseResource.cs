namespace Aspire.Hosting.ApplicationModel;

/// <summary>A database on a Postgres server, created when the server is first ready.</summary>
public sealed class PostgresDatabaseResource : Resource, IResourceWithConnectionString
{
    internal PostgresDatabaseResource(string name, string databaseName, PostgresServerResource parent)
        : base(name)
    {
        DatabaseName = databaseName;
        Parent = parent;
    }

    /// <summary>Name of the database on the server.</summary>
    public string DatabaseName { get; }

    /// <summary>The server that holds it.</summary>
    public PostgresServerResource Parent { get; }

    /// <inheritdoc />
    public async ValueTask<string?> GetConnectionStringAsync(CancellationToken cancellationToken = default) =>
        $"{await Parent.GetConnectionStringAsync(cancellationToken)};Database={DatabaseName}";

    internal override IEnumerable<KeyValuePair<string, string>> ConnectionProperties =>
    [
        .. Parent.ConnectionProperties.Select(property => property.Key == "URI"
            ? KeyValuePair.Create("URI", $"{property.Value}/{Uri.EscapeDataString(DatabaseName)}")
            : property),
        new("DATABASENAME", DatabaseName),
    ];
}
