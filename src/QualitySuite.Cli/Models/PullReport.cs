using Spectre.Console;

namespace QualitySuite.Cli.Models;

/// <summary>What a pull tells while it runs: lines, and on a terminal a bar for the file under way.</summary>
internal sealed class PullReport(TextWriter output)
{
    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });

    public void Line(string text) => output.WriteLine(text);

    /// <summary>Runs <paramref name="work"/>, which tells bytes so far and, once known, bytes in all.</summary>
    public async Task TrackAsync(string file, Func<Action<long, long?>, Task> work)
    {
        if (!_console.Profile.Out.IsTerminal)
        {
            Line($"  {file} ...");
            await work((_, _) => { });
            return;
        }

        await _console.Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask($"  {Markup.Escape(file)}", autoStart: true);
                bar.IsIndeterminate = true;
                await work((done, total) =>
                {
                    bar.IsIndeterminate = total is null;
                    bar.MaxValue = total ?? done + 1;
                    bar.Value = done;
                });
            });
    }
}
