using QualitySuite.Monitor.SetMetrics;

namespace QualitySuite.Monitor.Removals;

/// <summary>
/// Lets the scores of removed generations go, for the scoring worker, of which there may be none; then counts the days anew that they were of, so
/// that the metrics of sets follow an erasure at once. Two such workers share the work.
/// </summary>
internal sealed class RemovalWorker(RemovalStore removals, SetWindowStore windows, TimeProvider time, ILogger<RemovalWorker> logger) : BackgroundService
{
    private const int StepRows = 1_000;
    private const int MostRemovals = 100;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>One pass; returns how many removals Monitor has done with.</summary>
    public async Task<int> PassAsync(CancellationToken cancellationToken)
    {
        while (await removals.RemoveScoresAsync(StepRows, cancellationToken))
        {
            await Task.Delay(Pause, time, cancellationToken);
        }

        var uncounted = await removals.UncountedAsync(MostRemovals, cancellationToken);
        var seen = new HashSet<DateTimeOffset>();
        var receipts = new List<(Removal, long, long)>();
        foreach (var removal in uncounted)
        {
            var (days, changed) = (0L, 0L);
            foreach (var day in removal.DaysToCount.Where(seen.Add))
            {
                changed += await windows.CountAsync(day, cancellationToken);
                days++;
            }

            receipts.Add((removal, days, changed));
        }

        if (receipts.Count > 0)
        {
            await removals.WriteAsync(receipts, cancellationToken);
        }

        return receipts.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await PassAsync(stoppingToken) == MostRemovals)
                {
                }
            }
#pragma warning disable CA1031 // The loop outlives whatever fails in one pass; the next pass tries again.
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                logger.PassFailed(e);
            }
        }
    }
}
