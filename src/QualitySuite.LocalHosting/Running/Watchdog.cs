using System.Diagnostics;

namespace QualitySuite.LocalHosting.Running;

/// <summary>
/// A shell that holds the other end of a pipe from the AppHost. When the AppHost dies in whatever way, the pipe closes, and the shell
/// ends every process group it was told of and deletes the folders of a throw-away run. Its own session keeps the terminal's Ctrl+C off it.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    // Commands: "+ signal group" when a process starts, "- group" when it has ended. Servers (stopped by INT) end after those that use them.
    private const string Script =
        """
        declare -A open
        while read -r op a b; do
          case $op in
            +) open[$b]=$a ;;
            -) unset "open[$a]" ;;
          esac
        done
        end() {
          local g any until=$((SECONDS + $2))
          for g in "${!open[@]}"; do [ "${open[$g]}" = "$1" ] && kill -s "$1" -- "-$g" 2>/dev/null; done
          while [ $SECONDS -lt $until ]; do
            any=
            for g in "${!open[@]}"; do [ "${open[$g]}" = "$1" ] && kill -0 -- "-$g" 2>/dev/null && any=1; done
            [ -z "$any" ] && break
            sleep 0.1
          done
          for g in "${!open[@]}"; do [ "${open[$g]}" = "$1" ] && kill -KILL -- "-$g" 2>/dev/null; done
        }
        end TERM 8
        end INT 10
        for folder; do
          for data in "$folder"/data/*; do [ -L "$data" ] && rm -rf -- "$(readlink "$data")"; done
          rm -rf -- "$folder"
        done
        """;

    private readonly Process _process;
    private readonly Lock _gate = new();

    /// <param name="throwAway">Folders that are deleted at the end, whichever way it comes.</param>
    public Watchdog(IEnumerable<string> throwAway)
    {
        _process = Process.Start(
            new ProcessStartInfo("setsid", ["bash", "-c", Script, "localhosting-watchdog", .. throwAway]) { RedirectStandardInput = true })!;
        _process.StandardInput.AutoFlush = true;
    }

    public void Watch(int group, int stopSignal) =>
        Tell(string.Create(CultureInfo.InvariantCulture, $"+ {(stopSignal == Posix.SigInt ? "INT" : "TERM")} {group}"));

    public void Forget(int group) => Tell(string.Create(CultureInfo.InvariantCulture, $"- {group}"));

    /// <summary>Lets the shell end and waits for it: with nothing left to watch, at once.</summary>
    public void Dispose()
    {
        _process.StandardInput.Dispose();
        _process.WaitForExit(TimeSpan.FromSeconds(25));
        _process.Dispose();
    }

    private void Tell(string line)
    {
        lock (_gate)
        {
            _process.StandardInput.Write(line + "\n");
        }
    }
}
