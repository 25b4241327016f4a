using System.Diagnostics;

namespace QualitySuite.LocalHosting.Running;

/// <summary>A running process in a session of its own, so that the terminal's Ctrl+C does not reach it and its children go when it goes.</summary>
internal sealed class ChildProcess : IDisposable
{
    // The shell waits for a word before it becomes the program: only when the watchdog knows of it does anything start, and if the
    // AppHost dies in between, the shell reads the end of its input and ends. Bash, because dash drops variables named like
    // services__feedback-api__http__0.
    private const string Gate = """read -r word && exec "$@" </dev/null""";

    private readonly Process _process;
    private readonly LaunchPlan _plan;
    private readonly Watchdog _watchdog;
    private readonly Task _output;

    private ChildProcess(Process process, LaunchPlan plan, Watchdog watchdog, Action<string> log)
    {
        _process = process;
        _plan = plan;
        _watchdog = watchdog;
        Id = process.Id;
        _output = Task.WhenAll(CopyAsync(process.StandardOutput, log), CopyAsync(process.StandardError, log));
        Exited = WaitAsync();
    }

    public int Id { get; }

    /// <summary>The exit code, once the process has ended and what it wrote has been read.</summary>
    public Task<int> Exited { get; }

    public static ChildProcess Start(LaunchPlan plan, Watchdog watchdog, Action<string> log)
    {
        var start = new ProcessStartInfo("setsid", ["bash", "-c", Gate, "bash", plan.FileName, .. plan.Arguments])
        {
            WorkingDirectory = plan.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UserName = plan.User?.Name,
        };
        foreach (var (name, value) in plan.Environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        watchdog.Watch(process.Id, plan.StopSignal);
        process.StandardInput.Write("go\n");
        process.StandardInput.Close();
        return new ChildProcess(process, plan, watchdog, log);
    }

    /// <summary>Asks the process to end, and kills it and all below it when it has not after the timeout.</summary>
    public async Task StopAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        Posix.Signal(-Id, _plan.StopSignal);
        try
        {
            await Exited.WaitAsync(timeout, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            await KillAsync();
        }
    }

    /// <summary>Kills the process and all below it at once.</summary>
    public async Task KillAsync()
    {
        var below = Posix.Descendants(Id);
        Posix.Signal(-Id, Posix.SigKill);
        below.ForEach(pid => Posix.Signal(pid, Posix.SigKill));
        await Exited;
        while (below.Exists(Posix.IsAlive))
        {
            await Task.Delay(10, CancellationToken.None);
        }
    }

    public void Dispose() => _process.Dispose();

    private async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync();
        // What the process started and left behind goes with it.
        Posix.Signal(-Id, Posix.SigKill);
        _watchdog.Forget(Id);
        // A grandchild in another session may hold the pipes for ever; the last words of the process itself are there at once.
        await Task.WhenAny(_output, Task.Delay(TimeSpan.FromSeconds(1)));
        return _process.ExitCode;
    }

    private static async Task CopyAsync(StreamReader reader, Action<string> log)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            log(line);
        }
    }
}
