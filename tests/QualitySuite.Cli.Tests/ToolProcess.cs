using System.Diagnostics;

namespace QualitySuite.Cli.Tests;

/// <summary>The tool as a process, for signals, time zones and the current folder.</summary>
internal static class ToolProcess
{
    /// <summary>Where the tool's own project is built: beside this one, with all that it needs.</summary>
    private static readonly string Executable = Path.Combine(
        AppContext.BaseDirectory, "..", "..", "QualitySuite.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name, "quality");

    public static Process Start(IEnumerable<string> arguments, Action<ProcessStartInfo>? change = null)
    {
        var start = new ProcessStartInfo(Path.GetFullPath(Executable), arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        change?.Invoke(start);
        return Process.Start(start)!;
    }

    /// <summary>Ctrl-C, and waits for the end.</summary>
    public static async Task InterruptAsync(Process process)
    {
        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
