using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Threading.Channels;

namespace QualitySuite.Benchmarks.Processes;

/// <summary>What a service's process has used so far.</summary>
/// <param name="AllocatedBytes">On the managed heap, since its start.</param>
/// <param name="LargeAllocatedBytes">Of it on the large object heap.</param>
/// <param name="FullCollections">Of generation 2.</param>
/// <param name="PauseMs">Time stopped for collections.</param>
/// <param name="CpuMs">Processor time.</param>
/// <param name="WorkingSetBytes">Memory of the process.</param>
internal sealed record ProcessCounters(
    long AllocatedBytes, long LargeAllocatedBytes, int FullCollections, double PauseMs, double CpuMs, long WorkingSetBytes);

/// <summary>A service as it is deployed, in a process of its own, with <see cref="StartupHook"/> inside.</summary>
internal sealed partial class ServiceProcess : IAsyncDisposable
{
    private const string InternalKey = "benchmark-internal-key-0123456789abcdef";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    private ServiceProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>Memory of the process.</summary>
    public long WorkingSetBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Starts a service and waits until it listens.</summary>
    /// <param name="project">For instance <c>QualitySuite.ScoringWorker</c>.</param>
    /// <param name="servers">What it works with.</param>
    /// <param name="settings">Further environment variables.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<ServiceProcess> StartAsync(
        string project, Servers servers, IEnumerable<KeyValuePair<string, string>> settings, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(DotnetProgram(), [Folders.AssemblyOf(project)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.Combine(Folders.Repository, "src", project),
            Environment =
            {
                ["ConnectionStrings__quality"] = servers.Postgres,
                ["ConnectionStrings__redis"] = servers.Redis,
                ["Authentication__InternalKey"] = InternalKey,
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
                ["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location,
            },
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var service = new ServiceProcess(Process.Start(start) ?? throw new BenchmarkException($"{project} did not start."));
        try
        {
            service.Listen();
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(StartTimeout);
            service.Address = new Uri((await service.FindAsync(AddressLine(), limit.Token)).Groups[1].Value);
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>What it has used so far.</summary>
    public async Task<ProcessCounters> ReadCountersAsync(CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync("counters".AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
        var numbers = (await FindAsync(CountersLine(), cancellationToken)).Groups[1].Value.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        return new ProcessCounters((long)numbers[0], (long)numbers[1], (int)numbers[2], numbers[3], numbers[4], (long)numbers[5]);
    }

    /// <summary>A client that may call everything.</summary>
    public HttpClient CreateClient()
    {
        var http = new HttpClient { BaseAddress = Address };
        http.DefaultRequestHeaders.Add("X-Api-Key", InternalKey);
        return http;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var stop = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            using var limit = new CancellationTokenSource(StopTimeout);
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
    }

    private static string DotnetProgram() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) is "dotnet" ? Environment.ProcessPath! : "dotnet";

    private void Listen()
    {
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                _lines.Writer.TryComplete();
            }
            else
            {
                _lines.Writer.TryWrite(line.Data);
            }
        };
        _process.BeginOutputReadLine();
    }

    private async Task<Match> FindAsync(Regex pattern, CancellationToken cancellationToken)
    {
        var seen = new List<string>();
        await foreach (var line in _lines.Reader.ReadAllAsync(cancellationToken))
        {
            if (pattern.Match(line) is { Success: true } match)
            {
                return match;
            }

            seen.Add(line);
        }

        throw new BenchmarkException($"The service ended:{Environment.NewLine}{string.Join(Environment.NewLine, seen.TakeLast(20))}");
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex AddressLine();

    [GeneratedRegex($"^{StartupHook.Answer} (.*)$")]
    private static partial Regex CountersLine();
}
