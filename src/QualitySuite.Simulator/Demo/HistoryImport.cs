using System.Net;
using QualitySuite.Client;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.Simulator.Demo;

/// <summary>
/// Imports the history once. Its first generation marks when it ends, so that a restart, even days later, finds and
/// completes the same history; its last one, sent after all others, marks that it is complete.
/// </summary>
internal sealed class HistoryImport(
    QualityClient client, PatientCalls calls, VisitDelivery delivery, DemoStatus status, SimulatorOptions options, TimeProvider time, ILogger<HistoryImport> logger)
{
    private const int ProgressSteps = 8;

    /// <summary>Some thirty images: a batch is drawn while others are sent.</summary>
    private const int VisitsOfABatch = 16;

    private readonly Lock _progress = new();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (options.HistoryCount == 0)
        {
            return;
        }

        var first = await FindAsync(HistoryPlan.FirstId(options), cancellationToken);
        var plan = HistoryPlan.Create(options, end: first is null ? ThisSecond() : first.CreatedAt + HistoryPlan.Margin);
        var last = plan.Visits[^1];
        status.HistoryGenerations = plan.Generations;
        if (first is not null && await FindAsync(last.Steps[^1].Id, cancellationToken) is not null)
        {
            logger.HistoryIsThere(plan.Generations);
            return;
        }

        status.Phase = DemoPhase.Importing;
        logger.HistoryBegins(plan.Generations, options.HistoryLength.TotalDays, first is not null);
        var begun = time.GetTimestamp();
        await delivery.DeliverAsync([plan.Visits[0]], cancellationToken);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.ImportConcurrency, CancellationToken = cancellationToken };
        var reported = 0;
        await Parallel.ForEachAsync(plan.Visits.Skip(1).SkipLast(1).Chunk(VisitsOfABatch), parallel, async (visits, token) =>
        {
            await delivery.DeliverAsync(visits, token);
            lock (_progress)
            {
                reported = Report(plan.Generations, reported, begun);
            }
        });
        await delivery.DeliverAsync([last], cancellationToken);
        var elapsed = time.GetElapsedTime(begun);
        logger.HistoryDone(status.Imported, elapsed.TotalSeconds, status.Imported / elapsed.TotalSeconds);
    }

    private int Report(int total, int reported, long begun)
    {
        var reached = (int)(status.Imported * ProgressSteps / total);
        if (reached > reported)
        {
            logger.HistoryProgress(status.Imported, total, status.Imported / time.GetElapsedTime(begun).TotalSeconds);
        }

        return reached;
    }

    private async Task<Generation?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        var answer = await calls.CallAsync(
            async token =>
            {
                try
                {
                    return new Found(await client.GetGenerationAsync(id, token));
                }
                catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.NotFound)
                {
                    return new Found(null);
                }
            },
            cancellationToken);
        return (answer ?? throw new InvalidOperationException("The Feedback API refuses to tell about a generation; see the warning before this.")).Generation;
    }

    private DateTimeOffset ThisSecond()
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
    }

    private sealed record Found(Generation? Generation);
}
