using QualitySuite.Scenes;

namespace QualitySuite.Simulator.Demo;

/// <summary>The demo: first the history, then live visits until the process ends.</summary>
internal sealed class DemoWorker(
    HistoryImport history, VisitPlayer player, DemoStatus status, SimulatorOptions options, TimeProvider time, ILogger<DemoWorker> logger)
    : BackgroundService
{
    private const int MostVisitsAtOnce = 64;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await history.RunAsync(stoppingToken);
        status.Phase = options.Live ? DemoPhase.Live : DemoPhase.Done;
        if (options.Live)
        {
            logger.LiveBegins(options.LiveInterval);
            await GoLiveAsync(stoppingToken);
        }
    }

    private async Task GoLiveAsync(CancellationToken stoppingToken)
    {
        var planner = new VisitPlanner(options);
        var visits = new List<Task>();
        while (!stoppingToken.IsCancellationRequested)
        {
            var now = time.GetUtcNow();
            var visit = planner.Plan($"live-{now.UtcTicks}", now, progress: 2);
            visits.Add(player.PlayAsync(visit, stoppingToken));
            if (visits.Count >= MostVisitsAtOnce)
            {
                await Task.WhenAny(visits);
            }

            foreach (var ended in visits.Where(task => task.IsCompleted).ToList())
            {
                visits.Remove(ended);
                await ended;
            }

            var jitter = new Random(Seeds.Of(options.Seed, "pause", now.UtcTicks)).NextDouble();
            await Task.Delay(options.LiveInterval * (0.5 + jitter), time, stoppingToken);
        }
    }
}
