using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace QualitySuite.Cli.Score;

/// <summary>Shows how far a long run is, on the error stream: a bar on a terminal, elsewhere a plain line at times.</summary>
internal sealed class ProgressDisplay(TextWriter error, TimeProvider time, string unit = "images")
{
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5);

    /// <summary>Runs <paramref name="work"/>, which calls what it is given once an image (or whatever the unit is), from any thread.</summary>
    public async Task<T> RunAsync<T>(string title, long images, Func<Action, Task<T>> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        if (!console.Profile.Out.IsTerminal)
        {
            return await RunPlainAsync(title, images, work);
        }

        return await console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new CountColumn(), new SpeedColumn(unit), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(Markup.Escape(title), maxValue: images);
                return await work(() => task.Increment(1));
            });
    }

    private async Task<T> RunPlainAsync<T>(string title, long images, Func<Action, Task<T>> work)
    {
        var gate = new Lock();
        var (started, done, told) = (time.GetTimestamp(), 0, TimeSpan.Zero);
        return await work(() =>
        {
            lock (gate)
            {
                var elapsed = time.GetElapsedTime(started);
                done++;
                if (done < images && elapsed - told >= PlainInterval)
                {
                    told = elapsed;
                    var left = TimeSpan.FromSeconds(Math.Ceiling(elapsed.TotalSeconds / done * (images - done)));
                    error.WriteLine(string.Create(
                        CultureInfo.InvariantCulture, $"{title}: {done} of {images}, {done / elapsed.TotalSeconds:0.0} {unit}/s, {left:hh\\:mm\\:ss} left"));
                }
            }
        });
    }

    private sealed class CountColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(string.Create(CultureInfo.InvariantCulture, $"{task.Value:0}/{task.MaxValue:0}"));
    }

    private sealed class SpeedColumn(string unit) : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.Speed is { } speed ? string.Create(CultureInfo.InvariantCulture, $"{speed:0.0} {unit}/s") : "");
    }
}
