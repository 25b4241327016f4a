using Npgsql;
using QualitySuite.ServiceDefaults.Tests.Support;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace QualitySuite.ServiceDefaults.Tests.Support;

/// <summary>A throw-away Postgres, started when a test first asks for it.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly string folder = Path.Combine(Path.GetTempPath(), "qualitysuite-tests-" + Guid.NewGuid().ToString("N"));
    private readonly int port = ServerPrograms.FreePort();
    private bool isRunning;
    private int databases;

    private string Data => Path.Combine(folder, "data");

    /// <summary>A new, empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        await StartAsync();
        var name = $"test_{Interlocked.Increment(ref databases)}";
        await using var server = NpgsqlDataSource.Create(ConnectionString("postgres") + ";Pooling=false");
        await using var create = server.CreateCommand($"CREATE DATABASE {name}");
        await create.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return ConnectionString(name);
    }

    public async Task StartAsync()
    {
        await gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (isRunning)
            {
                return;
            }
            if (!Directory.Exists(Data))
            {
                Directory.CreateDirectory(folder);
                if (!OperatingSystem.IsWindows())
                {
                    // Under root the server runs as another user than the tests.
                    File.SetUnixFileMode(folder, (UnixFileMode)0x1FF);
                }
                await ServerPrograms.RunAsync(
                    ServerPrograms.Find("initdb"), "-D", Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
                AppDomain.CurrentDomain.ProcessExit += (_, _) => DisposeAsync().AsTask().GetAwaiter().GetResult();
            }
            await ServerPrograms.RunAsync(
                ServerPrograms.Find("pg_ctl"), "-D", Data, "-w", "-s", "-l", Path.Combine(folder, "log"),
                "-o", $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off", "start");
            isRunning = true;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>An outage: connections break at once and new ones are refused until <see cref="StartAsync"/>.</summary>
    public async Task StopAsync()
    {
        if (isRunning)
        {
            isRunning = false;
            await ServerPrograms.RunAsync(ServerPrograms.Find("pg_ctl"), "-D", Data, "-w", "-s", "-m", "immediate", "stop");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private string ConnectionString(string database) => $"Host=127.0.0.1;Port={port};Username=postgres;Database={database};Timeout=5";
}

/// <summary>Tests that use the one Postgres run one after another, since some of them stop it.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresTests
{
    public const string Name = "Postgres";
}
