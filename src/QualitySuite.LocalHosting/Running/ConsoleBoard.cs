using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace QualitySuite.LocalHosting.Running;

/// <summary>
/// Shows the run: on a terminal a live table of resources with the log lines passing above it, elsewhere a line for each change.
/// </summary>
internal sealed class ConsoleBoard(IAnsiConsole console, bool isTerminal)
{
    private readonly Dictionary<string, ResourceEvent> _latest = [];
    private readonly Lock _gate = new();

    public ConsoleBoard()
        : this(AnsiConsole.Console, !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("CI") is null or "" or "false")
    {
    }

    /// <summary>Prints a line that says where it comes from.</summary>
    public void WriteLine(string source, string line)
    {
        lock (_gate)
        {
            try
            {
                if (isTerminal)
                {
                    console.Write(new Erasing(new Markup($"[grey]{Markup.Escape(source),-16}[/] {Markup.Escape(line)}\n")));
                }
                else
                {
                    Console.WriteLine($"{source,-16} {line}");
                }
            }
            catch (IOException)
            {
                // The terminal is gone; the log files have the line.
            }
        }
    }

    /// <summary>Shows every change until the notifications are complete.</summary>
    public async Task ShowAsync(ResourceNotificationService notifications)
    {
        try
        {
            await (isTerminal ? console.Live(Draw()).StartAsync(display => FollowAsync(notifications, display)) : FollowAsync(notifications, null));
        }
        catch (IOException)
        {
            // The terminal is gone, and the application is about to end for that reason.
        }
    }

    private static string Describe(CustomResourceSnapshot snapshot) => snapshot.ExitCode is { } code
        ? string.Create(CultureInfo.InvariantCulture, $"{snapshot.State?.Text} (exit code {code})")
        : snapshot.State?.Text ?? "";

    private static string Colour(CustomResourceSnapshot snapshot) => snapshot switch
    {
        { Failure: not null } => "red",
        { HealthStatus: HealthStatus.Healthy } or { ExitCode: 0 } => "green",
        _ => "yellow",
    };

    private async Task FollowAsync(ResourceNotificationService notifications, LiveDisplayContext? display)
    {
        await foreach (var change in notifications.WatchAsync())
        {
            var snapshot = change.Snapshot;
            if (display is null ? snapshot.State?.Text != KnownResourceStates.NotStarted : snapshot.Failure is not null)
            {
                var details = snapshot.Failure is { } failure ? $": {failure}" : snapshot.HealthStatus is { } health ? $", {health}" : "";
                WriteLine("apphost", $"{change.ResourceId}: {Describe(snapshot)}{details} {snapshot.Address}".TrimEnd());
            }

            lock (_gate)
            {
                _latest[change.ResourceId] = change;
                display?.UpdateTarget(Draw());
            }
        }
    }

    private Erasing Draw()
    {
        var table = new Table().RoundedBorder().AddColumns("Resource", "State", "Health", "URL", "Log");
        foreach (var (id, snapshot) in _latest.Values.Select(change => (change.ResourceId, change.Snapshot)))
        {
            table.AddRow(
                new Text(id),
                new Markup($"[{Colour(snapshot)}]{Describe(snapshot)}[/]"),
                new Text(snapshot.HealthStatus?.ToString() ?? ""),
                new Text(snapshot.Address),
                new Text(snapshot.LogName));
        }

        return new Erasing(table);
    }

    /// <summary>
    /// Clears the screen from the cursor down first: the console writes over the table without erasing it, and what is shorter would leave
    /// parts of it behind. So would the ^C that the terminal prints.
    /// </summary>
    private sealed class Erasing(IRenderable content) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => content.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
            options.Ansi ? [Segment.Control("\e[J"), .. content.Render(options, maxWidth)] : content.Render(options, maxWidth);
    }
}

/// <summary>Prints what the AppHost itself has to say on the board, where a console logger would tear the table.</summary>
internal sealed class BoardLoggerProvider(ConsoleBoard board) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) =>
        new BoardLogger(board, categoryName.StartsWith("Microsoft.", StringComparison.Ordinal) ? LogLevel.Critical : LogLevel.Information);

    public void Dispose()
    {
    }

    private sealed class BoardLogger(ConsoleBoard board, LogLevel least) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                board.WriteLine("apphost", $"{formatter(state, exception)} {exception}".TrimEnd());
            }
        }
    }
}
