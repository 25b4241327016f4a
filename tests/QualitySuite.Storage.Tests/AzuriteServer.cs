using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace QualitySuite.Storage.Tests;

/// <summary>Azurite's blob service from npm, on a free port and with throw-away data. Without it a test is skipped, or fails where CI is set.</summary>
public sealed partial class AzuriteServer : IAsyncLifetime
{
    // The emulator's own account, which its documentation publishes: https://learn.microsoft.com/azure/storage/common/storage-use-azurite
    private const string Account = "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;"
        + "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("azurite-").FullName;
    private Process? _process;
    private int _port;

    /// <summary>Settings of the server beside its port; its data lies in the folder that it runs in.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>What a client of the server connects with.</summary>
    public string ConnectionString => $"{Account}BlobEndpoint=http://127.0.0.1:{_port}/devstoreaccount1;";

    internal static bool IsInstalled => Program() is not null;

    private static bool IsCi => string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Skips the test where Azurite is missing; with CI set it goes on and fails.</summary>
    public static void Require() => Assert.SkipUnless(IsCi || IsInstalled, "Azurite is not installed; ./dev setup installs it.");

    public async ValueTask InitializeAsync()
    {
        if (IsCi || IsInstalled)
        {
            await StartAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Starts the server; one that was stopped has its address and its data again.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var program = Program();
        Assert.NotNull(program);
        string[] all = [program, "--blobPort", $"{_port}", "--silent", "--disableTelemetry", .. Arguments];
        _process = Process.Start(new ProcessStartInfo("node", all) { WorkingDirectory = _folder, RedirectStandardOutput = true })!;
        var listening = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.OutputDataReceived += (_, line) =>
        {
            if (Listens().Match(line.Data ?? "") is { Success: true } match)
            {
                listening.TrySetResult(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
            }
        };
        _process.BeginOutputReadLine();
        await Task.WhenAny(listening.Task, _process.WaitForExitAsync(cancellationToken)).WaitAsync(StartTimeout, cancellationToken);
        Assert.True(listening.Task.IsCompleted, "Azurite ended as it started.");
        _port = await listening.Task;
    }

    /// <summary>Has the server end; it writes its data down.</summary>
    public async Task StopAsync()
    {
        if (_process is null or { HasExited: true })
        {
            return;
        }

        using (var stop = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await stop.WaitForExitAsync();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    // In a project's folder, where ./dev has npm put it: found from where the tests were built to.
    private static string? Program()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var program = Path.Combine(folder, "tests", "QualitySuite.Storage.Tests", "node_modules", "azurite", "dist", "src", "blob", "main.js");
            if (File.Exists(program))
            {
                return program;
            }
        }

        return null;
    }

    [GeneratedRegex(@"successfully listens on http://[^:]+:(\d+)")]
    private static partial Regex Listens();
}
