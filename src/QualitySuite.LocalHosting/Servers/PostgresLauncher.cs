using Npgsql;

namespace QualitySuite.LocalHosting.Servers;

/// <summary>Runs Postgres: makes its cluster, starts it on 127.0.0.1, creates its databases.</summary>
internal sealed class PostgresLauncher(PostgresServerResource resource) : Launcher
{
    private PostgresBinaries? _binaries;
    private bool _begun;

    /// <summary>A fast shutdown writes a checkpoint, which may take a while after a heavy load.</summary>
    public override TimeSpan StopTimeout => TimeSpan.FromSeconds(20);

    public override void Preflight() => _binaries = ServerBinaries.FindPostgres();

    public override async Task<LaunchPlan> PlanAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        var binaries = _binaries ??= ServerBinaries.FindPostgres();
        var folder = PostgresDataFolder.Locate(instance.Settings.DataOf(resource.Name), instance.Log);
        if (!_begun && !resource.KeepsData)
        {
            folder.Clear();
        }

        if (!folder.HasCluster)
        {
            await MakeClusterAsync(binaries, folder, instance, cancellationToken);
        }

        await folder.CheckAsync(binaries, TimeProvider.System, cancellationToken);
        if (!_begun)
        {
            await SetPasswordAsync(binaries, folder, instance.Log, cancellationToken);
        }

        _begun = true;
        return new LaunchPlan(
            binaries.Postgres, ["-D", folder.Path, .. Settings()], folder.Path, new Dictionary<string, string>(), folder.User, Posix.SigInt);
    }

    public override async Task<bool> ProbeAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await ConnectAsync(cancellationToken);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return false;
        }
    }

    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(cancellationToken);
        foreach (var database in resource.Databases)
        {
            var quoted = $"\"{database.DatabaseName.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
            await using var create = new NpgsqlCommand($"CREATE DATABASE {quoted}", connection);
            try
            {
                await create.ExecuteNonQueryAsync(cancellationToken);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DuplicateDatabase)
            {
                // Kept from an earlier run.
            }
        }
    }

    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(await resource.GetConnectionStringAsync(cancellationToken))
        {
            Database = "postgres",
            Pooling = false,
            Timeout = 3,
        };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch (Exception)
        {
            await connection.DisposeAsync();
            throw;
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

    private async Task MakeClusterAsync(PostgresBinaries binaries, PostgresDataFolder folder, ResourceInstance instance, CancellationToken cancellationToken)
    {
        var making = folder.MakeNew();
        string[] arguments =
        [
            "--pgdata", making, "--username", resource.UserName, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8",
            .. instance.Settings.ThrowAway ? ["--no-sync"] : Array.Empty<string>(),
        ];
        await Tool.RunAsync(binaries.Initdb, arguments, folder.User, making, "", instance.Log, cancellationToken);
        folder.Adopt(making);
    }

    /// <summary>
    /// The password may have been made anew since the data was. The single-user server takes commands from its input without one:
    /// who may start it owns the data anyway.
    /// </summary>
    private async Task SetPasswordAsync(PostgresBinaries binaries, PostgresDataFolder folder, ResourceLog log, CancellationToken cancellationToken)
    {
        var role = resource.UserName.Replace("\"", "\"\"", StringComparison.Ordinal);
        var password = resource.Password.Replace("'", "''", StringComparison.Ordinal);
        if (password.Contains('\n', StringComparison.Ordinal))
        {
            throw new DistributedApplicationException($"The password of {resource.Name} has a line break in it.");
        }

        await File.WriteAllTextAsync(Path.Combine(folder.Path, "pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n", cancellationToken);
        await Tool.RunAsync(
            binaries.Postgres,
            ["--single", "-D", folder.Path, "-c", "log_statement=none", "-c", "log_min_messages=fatal", "postgres"],
            folder.User,
            folder.Path,
            $"ALTER ROLE \"{role}\" PASSWORD '{password}'\n",
            log,
            cancellationToken);
    }
}
