using Npgsql;

namespace QualitySuite.LocalHosting.Servers;

/// <summary>Runs Postgres: makes its cluster, starts it on 127.0.0.1, creates its databases.</summary>
internal sealed class PostgresLauncher(PostgresServerResource resource) : Launcher
{
    private PostgresBinaries? _binaries;
    private bool _begun;
    private bool _prepared;

    /// <summary>A fast shutdown writes a checkpoint, which may take a while after a heavy load.</summary>
    public override TimeSpan StopTimeout => TimeSpan.FromSeconds(20);

    public override void Preflight() => _binaries = ServerBinaries.FindPostgres();

    public override async Task<LaunchPlan> PlanAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        var folder = PostgresDataFolder.Locate(instance.Settings.DataOf(resource.Name), instance.Log);
        if (!_begun && !resource.KeepsData)
        {
            folder.Clear();
        }

        if (folder.IsEmpty)
        {
            await MakeClusterAsync(folder, instance, cancellationToken);
        }

        await folder.CheckAsync(_binaries!, cancellationToken);
        if (!_begun)
        {
            await SetPasswordAsync(folder, instance.Log, cancellationToken);
        }

        _begun = true;
        _prepared = false;
        return new LaunchPlan(_binaries!.Postgres, ["-D", folder.Location, .. Settings()], folder.Location, User: folder.User, StopSignal: Posix.SigInt);
    }

    /// <summary>The first time after a start that Postgres answers, its databases are created.</summary>
    public override async Task<bool> ProbeAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection($"{resource.ConnectionString};Database=postgres;Pooling=false;Timeout=3");
            await connection.OpenAsync(cancellationToken);
            foreach (var database in _prepared ? [] : resource.Databases)
            {
                await CreateAsync(database.Name, connection, cancellationToken);
            }

            return _prepared = true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return false;
        }
    }

    private static async Task CreateAsync(string database, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var create = new NpgsqlCommand($"CREATE DATABASE \"{database.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", connection);
        try
        {
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DuplicateDatabase)
        {
            // Kept from an earlier run.
        }
    }

    /// <summary>For a developer's machine with several services: room for their pools, no socket file, durable as in production.</summary>
    private IEnumerable<string> Settings() => new Dictionary<string, string>
    {
        ["listen_addresses"] = "127.0.0.1",
        ["port"] = resource.Port.ToString(CultureInfo.InvariantCulture),
        ["unix_socket_directories"] = "",
        ["max_connections"] = "300",
        ["shared_buffers"] = "256MB",
        ["max_wal_size"] = "2GB",
        ["random_page_cost"] = "1.1",
        ["timezone"] = "UTC",
        ["log_timezone"] = "UTC",
        ["logging_collector"] = "off",
    }.SelectMany(setting => new[] { "-c", $"{setting.Key}={setting.Value}" });

    private async Task MakeClusterAsync(PostgresDataFolder folder, ResourceInstance instance, CancellationToken cancellationToken)
    {
        var making = folder.MakeNew();
        string[] arguments =
        [
            "--pgdata", making, "--username", PostgresServerResource.UserName, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8",
            .. instance.Settings.ThrowAway ? ["--no-sync"] : Array.Empty<string>(),
        ];
        await Tool.RunAsync(_binaries!.Initdb, arguments, folder.User, making, "", instance.Log, cancellationToken);
        folder.Adopt(making);
    }

    /// <summary>
    /// The password may have been made anew since the data was. The single-user server takes commands from its input without one:
    /// who may start it owns the data anyway.
    /// </summary>
    private async Task SetPasswordAsync(PostgresDataFolder folder, ResourceLog log, CancellationToken cancellationToken)
    {
        var password = resource.Password.Replace("'", "''", StringComparison.Ordinal);
        if (password.Contains('\n', StringComparison.Ordinal))
        {
            throw new DistributedApplicationException($"The password of {resource.Name} has a line break in it.");
        }

        await File.WriteAllTextAsync(Path.Combine(folder.Location, "pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n", cancellationToken);
        string[] arguments = ["--single", "-D", folder.Location, "-c", "log_statement=none", "-c", "log_min_messages=fatal", "postgres"];
        var command = $"ALTER ROLE {PostgresServerResource.UserName} PASSWORD '{password}'\n";
        await Tool.RunAsync(_binaries!.Postgres, arguments, folder.User, folder.Location, command, log, cancellationToken);
    }
}
