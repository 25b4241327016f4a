using Microsoft.Extensions.Diagnostics.HealthChecks;
using Spectre.Console;

namespace QualitySuite.LocalHosting.Running;

/// <summary>
/// Shows the run: on a terminal a live table of resources with the log lines passing above it, elsewhere a line for each change.
/// </summary>
internal sealed class ConsoleBoard(ResourceNotificationService notifications, Orchestrator orchestrator) : BackgroundService
{
    private static readonly bool IsTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("CI") is null or "" or "false";

    private readonly Dictionary<string, ResourceEvent> _latest = [];
    private readonly Lock _gate = new();

    /// <summary>Prints a line that says where it comes from.</summary>
    public void WriteLine(string source, string line)
    {
        lock (_gate)
        {
            if (IsTerminal)
            {
                AnsiConsole.MarkupLine($"[grey]{Markup.Escape(source),-16}[/] {Markup.Escape(line)}");
            }
            else
            {
                Console.WriteLine($"{source,-16} {line}");
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var instance in orchestrator.Instances)
        {
            instance.Log.Written += line => WriteLine(instance.Id, line);
        }

        try
        {
            await (IsTerminal ? ShowTableAsync(stoppingToken) : PrintChangesAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The application stops.
        }
    }

    private static string Describe(CustomResourceSnapshot snapshot) => snapshot switch
    {
        { Failure: { } failure } => $"{snapshot.State?.Text}: {failure}",
        { ExitCode: { } code } => string.Create(CultureInfo.InvariantCulture, $"{snapshot.State?.Text} (exit code {code})"),
        { HealthStatus: { } health } => $"{snapshot.State?.Text}, {health}",
        _ => snapshot.State?.Text ?? "",
    };

    private static string Colour(CustomResourceSnapshot snapshot) => snapshot switch
    {
        { Failure: not null } => "red",
        { HealthStatus: HealthStatus.Healthy } or { ExitCode: 0 } => "green",
        _ => "yellow",
    };

    private async Task PrintChangesAsync(CancellationToken cancellationToken)
    {
        await foreach (var change in notifications.WatchAsync(cancellationToken))
        {
            if (change.Snapshot.State?.Text != KnownResourceStates.NotStarted)
            {
                WriteLine("apphost", $"{change.ResourceId}: {Describe(change.Snapshot)} {UrlOf(change)}".TrimEnd());
            }
        }
    }

    private Task ShowTableAsync(CancellationToken cancellationToken) => AnsiConsole.Live(Draw()).AutoClear(false).StartAsync(async display =>
    {
        await foreach (var change in notifications.WatchAsync(cancellationToken))
        {
            if (change.Snapshot.Failure is { } failure)
            {
                WriteLine("apphost", failure);
            }

            lock (_gate)
            {
                _latest[change.ResourceId] = change;
                display.UpdateTarget(Draw());
            }
        }
    });

    private Table Draw()
    {
        var table = new Table().RoundedBorder().AddColumns("Resource", "State", "Health", "URL", "Log");
        foreach (var change in _latest.Values)
        {
            table.AddRow(
                new Text(change.ResourceId),
                new Markup($"[{Colour(change.Snapshot)}]{change.Snapshot.State?.Text}[/]"),
                new Text(change.Snapshot.HealthStatus?.ToString() ?? ""),
                new Text(UrlOf(change)),
                new Text(orchestrator.Find(change.ResourceId) is [{ } instance, ..] ? Path.GetFileName(instance.Log.FilePath) : ""));
        }

        return table;
    }

    private string UrlOf(ResourceEvent change) => orchestrator.Find(change.ResourceId) is [{ } instance, ..] && instance.Resource.Endpoints is [{ } endpoint, ..]
        ? endpoint.Name == "http"
            ? endpoint.UrlOf(instance.Replica)
            : string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{endpoint.Ports[instance.Replica]}")
        : "";
}
