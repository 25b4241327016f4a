using System.Diagnostics;
using System.Globalization;
using QualitySuite.LocalHosting.Running;

namespace QualitySuite.LocalHosting.Tests.Running;

public sealed class EndOfTheAppHostTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("KILL")]
    public async Task Whatever_ends_the_AppHost_ends_every_process_below_it_and_Postgres_in_order(string signal)
    {
        using var appHost = Start();
        await WaitForLinesAsync(appHost, "family: Running, Healthy", "redis: Running, Healthy");
        // Postgres' own processes, Redis, and the shell with its two sleeping children.
        Assert.True(LocalApp.ProcessesIn(_folder.Path).Count >= 8);

        using var kill = Process.Start("kill", ["-s", signal, appHost.Id.ToString(CultureInfo.InvariantCulture)]);
        await appHost.WaitForExitAsync(LocalApp.Patience);
        while (LocalApp.ProcessesIn(_folder.Path).Count > 0)
        {
            await Task.Delay(50, LocalApp.Patience);
        }

        Assert.Equal(signal == "KILL" ? 128 + Posix.SigKill : 0, appHost.ExitCode);
        Assert.False(File.Exists(Path.Combine(_folder.Path, "data", "postgres", "postmaster.pid")));
    }

    private static async Task WaitForLinesAsync(Process process, params string[] expected)
    {
        var seen = new List<string>();
        while (!expected.All(text => seen.Exists(line => line.Contains(text, StringComparison.Ordinal))))
        {
            seen.Add(await process.StandardOutput.ReadLineAsync(LocalApp.Patience)
                ?? throw new InvalidOperationException($"The AppHost ended. It said:\n{string.Join('\n', seen)}"));
        }
    }

    private Process Start() => Process.Start(new ProcessStartInfo(
        Path.ChangeExtension(typeof(Program).Assembly.Location, null), ["apphost", $"--LocalHosting:RunFolder={_folder.Path}"])
    {
        RedirectStandardOutput = true,
    })!;
}
