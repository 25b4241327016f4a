using System.Net;
using System.Net.Sockets;
using System.Text;

namespace QualitySuite.LocalHosting.Servers;

/// <summary>Runs Redis or Valkey on 127.0.0.1.</summary>
internal sealed class RedisLauncher(RedisResource resource) : Launcher
{
    private string? _program;
    private bool _begun;

    public override void Preflight() => _program = ServerBinaries.FindRedis();

    public override async Task<LaunchPlan> PlanAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        var folder = instance.Settings.DataOf(resource.Name);
        if (!_begun && !resource.KeepsData && Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        _begun = true;
        Directory.CreateDirectory(folder);
        // Beside the data, not in it: a test may empty the data folder between a stop and a start. Made anew, so that nobody else may read it.
        var file = $"{folder}.conf";
        File.Delete(file);
        var ownersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = ownersOnly };
        await using (var writer = new StreamWriter(file, options))
        {
            await writer.WriteAsync(Configuration(folder).AsMemory(), cancellationToken);
        }

        return new LaunchPlan(_program!, [file], folder);
    }

    public override async Task<bool> ProbeAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(3));
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, resource.Port, patience.Token);
            var stream = client.GetStream();
            var length = Encoding.UTF8.GetByteCount(resource.Password);
            var request = FormattableString.Invariant($"*2\r\n$4\r\nAUTH\r\n${length}\r\n{resource.Password}\r\n*1\r\n$4\r\nPING\r\n");
            await stream.WriteAsync(Encoding.UTF8.GetBytes(request), patience.Token);
            using var reader = new StreamReader(stream, Encoding.ASCII);
            return await reader.ReadLineAsync(patience.Token) == "+OK" && await reader.ReadLineAsync(patience.Token) == "+PONG";
        }
        catch (Exception e) when (e is SocketException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    private static string Quote(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>With persistence every command is appended to a log, and a snapshot is written once a minute.</summary>
    private string Configuration(string folder) => FormattableString.Invariant($"""
        bind 127.0.0.1
        port {resource.Port}
        requirepass {Quote(resource.Password)}
        dir {Quote(folder)}
        daemonize no
        logfile ""
        appendonly {(resource.Persists ? "yes" : "no")}
        save {(resource.Persists ? "60 1" : "\"\"")}

        """);
}
