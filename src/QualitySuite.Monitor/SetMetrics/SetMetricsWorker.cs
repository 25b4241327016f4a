using Microsoft.Extensions.Options;

namespace QualitySuite.Monitor.SetMetrics;

/// <summary>
/// Keeps diversity and distances of each day's images up to date: whenever the number of a day's embeddings has changed, whether today's, late ones or
/// imported history, its windows and those that are compared with it are computed anew. Two such workers do the same work twice and no harm.
/// </summary>
internal sealed class SetMetricsWorker(
    SetWindowStore windows, EmbeddingStore embeddings, SetMetricsTelemetry telemetry, IOptions<SetMetricsOptions> options, TimeProvider time,
    ILogger<SetMetricsWorker> logger) : BackgroundService
{
    // Longer than a transaction that writes embeddings, and than clocks differ.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    // Generations are accepted up to 90 days back: before that no count changes but by retention, which leaves values alone.
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(91);

    private DateTimeOffset _counted = DateTimeOffset.MinValue;
    private DateTimeOffset _recounted = DateTimeOffset.MinValue;

    /// <summary>One pass; returns how many windows were computed.</summary>
    public async Task<int> RefreshAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var days = await CountAsync(cancellationToken);
        var stale = await windows.StaleAsync(options.Value.BatchSize, cancellationToken);

        // A day's only version, or the only app, is the same set as all of them: what has the same images is computed once.
        var known = new Dictionary<string, IReadOnlyList<SetValue>>(StringComparer.Ordinal);
        foreach (var window in stale)
        {
            await ComputeAsync(window, known, cancellationToken);
        }

        telemetry.Lags(await windows.LagSecondsAsync(cancellationToken));
        if (days + stale.Count > 0)
        {
            logger.PassDone(days, stale.Count, time.GetElapsedTime(started).TotalSeconds);
        }

        return stale.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var started = time.GetTimestamp();
            try
            {
                await RefreshAsync(stoppingToken);
            }
#pragma warning disable CA1031 // The loop outlives whatever fails in one pass; the next pass tries again.
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                telemetry.Failed(e);
                logger.PassFailed(e);
            }

            var rest = time.GetElapsedTime(started) * ((1 / options.Value.MostShare) - 1);
            await Task.Delay(rest > options.Value.Interval ? rest : options.Value.Interval, time, stoppingToken);
        }
    }

    /// <summary>Counts the days that embeddings came to or went from; returns how many.</summary>
    private async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var recount = now - _recounted >= options.Value.RecountInterval;
        var days = recount
            ? await windows.ChangedDaysAsync(new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero) - Horizon, cancellationToken)
            : await windows.TouchedDaysAsync(_counted - Overlap, cancellationToken);
        foreach (var day in days)
        {
            await windows.CountAsync(day, cancellationToken);
        }

        _counted = now;
        _recounted = recount ? now : _recounted;
        return days.Count;
    }

    private async Task ComputeAsync(SetWindow window, Dictionary<string, IReadOnlyList<SetValue>> known, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var sample = "";
        IReadOnlyList<SetValue>? values = [];
        try
        {
            var set = await embeddings.WindowAsync(window, options.Value.MostImages, cancellationToken);
            var reference = set.Set is { Count: >= SetStatistics.LeastImages }
                ? await embeddings.ReferenceAsync(window, options.Value.MostImages, cancellationToken)
                : EmbeddingSample.Empty;
            sample = $"{SetStatistics.Version} {options.Value.MostImages} {set.Digest} {reference.Digest}";

            // Of many images a few more are seldom in the samples: then the values still hold.
            if (sample != window.Sample && set.Set is not null && !known.TryGetValue(sample, out values))
            {
                values = known[sample] = SetStatistics.Of(set.Set, reference.Set, options.Value.MostImages, cancellationToken);
            }
        }
        catch (Exception e) when (e is ArgumentException or ArithmeticException)
        {
            // Of what was stored, which another attempt would not change.
            logger.WindowUnusable(window.StartsAt, window.Encoder, e);
            values = SetStatistics.Unusable(e.Message);
        }

        await windows.WriteAsync(window, sample, values, cancellationToken);
        telemetry.Computed(time.GetElapsedTime(started));
    }
}
