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
        // Beside the data, not in it: a test may empty the data folder between a stop and a start.
        var file = $"{folder}.conf";
        File.Delete(file);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        await using (var writer = new StreamWriter(file, options))
        {
            await writer.WriteAsync(Configuration(folder).AsMemory(), cancellationToken);
        }

        return new LaunchPlan(_program ??= ServerBinaries.FindRedis(), [file], folder, new Dictionary<string, string>());
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
            var password = Encoding.UTF8.GetBytes(resource.Password);
            byte[] request =
            [
                .. Encoding.ASCII.GetBytes(FormattableString.Invariant($"*2\r\n$4\r\nAUTH\r\n${password.Length}\r\n")),
                .. password,
                .. "\r\n*1\r\n$4\r\nPING\r\n"u8,
            ];
            await stream.WriteAsync(request, patience.Token);
            using var reader = new StreamReader(stream, Encoding.ASCII);
            return await reader.ReadLineAsync(patience.Token) == "+OK" && await reader.ReadLineAsync(patience.Token) == "+PONG";
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private static string Quote(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private string Configuration(string folder)
    {
        var text = new StringBuilder();
        text.AppendLine("bind 127.0.0.1");
        text.AppendLine(CultureInfo.InvariantCulture, $"port {resource.Port}");
        text.AppendLine(CultureInfo.InvariantCulture, $"requirepass {Quote(resource.Password)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"dir {Quote(folder)}");
        text.AppendLine("daemonize no");
        text.AppendLine("logfile \"\"");
        if (resource.Persistence is { } persistence)
        {
            text.AppendLine("appendonly yes");
            text.AppendLine(CultureInfo.InvariantCulture, $"save {(long)Math.Max(1, persistence.Interval.TotalSeconds)} {persistence.KeysChanged}");
        }
        else
        {
            text.AppendLine("appendonly no");
            text.AppendLine("save \"\"");
        }

        return text.ToString();
    }
}
