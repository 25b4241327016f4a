using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

[assembly: AssemblyFixture(typeof(QualitySuite.Storage.Tests.RedisServer))]

namespace QualitySuite.Storage.Tests;

/// <summary>A Redis or Valkey of these tests' own: nothing is saved, and it ends with them. Without one a test is skipped, or fails where CI is set.</summary>
public sealed class RedisServer : IAsyncLifetime
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);
    private Process? _process;
    private ConnectionMultiplexer? _connection;

    /// <summary>The server, emptied.</summary>
    public async Task<IConnectionMultiplexer> EmptyAsync()
    {
        var connection = Connected();
        await connection.GetServers()[0].FlushAllDatabasesAsync();
        return connection;
    }

    /// <summary>The server as it is.</summary>
    public IConnectionMultiplexer Connected()
    {
        var isCi = string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);
        Assert.SkipWhen(_connection is null && !isCi, "Neither redis-server nor valkey-server is installed; ./dev setup installs one.");
        Assert.NotNull(_connection);
        return _connection;
    }

    public async ValueTask InitializeAsync()
    {
        if (Program() is not { } program)
        {
            return;
        }

        var port = FreePort();
        string[] arguments = ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", Path.GetTempPath()];
        _process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        var options = new ConfigurationOptions
        {
            EndPoints = { { IPAddress.Loopback, port } },
            AllowAdmin = true,
            AbortOnConnectFail = false,
        };
        _connection = await ConnectionMultiplexer.ConnectAsync(options);
        using var limit = new CancellationTokenSource(StartTimeout);
        while (!_connection.IsConnected)
        {
            await Task.Delay(20, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }

    private static string? Program() =>
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
         from name in (string[])["redis-server", "valkey-server"]
         let path = Path.Combine(folder, name)
         where File.Exists(path)
         select path).FirstOrDefault();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
