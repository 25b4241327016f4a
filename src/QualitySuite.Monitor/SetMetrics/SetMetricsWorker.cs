using Microsoft.Extensions.Options;

namespace QualitySuite.Monitor.SetMetrics;

/// <summary>
/// Keeps diversity and distances of each day's images up to date: whenever a day's embeddings have changed, whether today's, late ones or
/// imported history, its windows and those that are compared with it are computed anew. Two such workers do the same work twice and no harm.
/// </summary>
internal sealed class SetMetricsWorker(
    SetDayCounter counter, SetWindowStore windows, EmbeddingStore embeddings, SetMetricsTelemetry telemetry, IOptions<SetMetricsOptions> options,
    TimeProvider time, ILogger<SetMetricsWorker> logger) : BackgroundService
{
    private bool _isMarked;

    /// <summary>What a sample begins with whose values would be the same today.</summary>
    private string How => $"{SetStatistics.Version} {options.Value.MostImages} ";

    /// <summary>One pass; returns how many windows were computed.</summary>
    public async Task<int> RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await PassAsync(cancellationToken);
        }
        finally
        {
            // Also of a pass that failed: what lags most is then what matters most.
            telemetry.Lags(await windows.LagSecondsAsync(cancellationToken));
        }
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

    private async Task<int> PassAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        if (!_isMarked)
        {
            await windows.MarkOutdatedAsync(How, cancellationToken);
            _isMarked = true;
        }

        var days = await counter.CountAsync(cancellationToken);
        var stale = await windows.StaleAsync(options.Value.BatchSize, cancellationToken);

        // A day's only version, or the only app, is the same set as all of them: what has the same images is computed once.
        var known = new Dictionary<string, IReadOnlyList<SetValue>>(StringComparer.Ordinal);
        foreach (var window in stale)
        {
            await ComputeAsync(window, known, cancellationToken);
        }

        if (days + stale.Count > 0)
        {
            logger.PassDone(days, stale.Count, time.GetElapsedTime(started).TotalSeconds);
        }

        return stale.Count;
    }

    private async Task ComputeAsync(SetWindow window, Dictionary<string, IReadOnlyList<SetValue>> known, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var sample = "";
        IReadOnlyList<SetValue>? values = [];
        try
        {
            var most = options.Value.MostImages;
            var set = await embeddings.WindowAsync(window, most, cancellationToken);
            if (set.Set is { Count: >= SetStatistics.LeastImages } images)
            {
                var reference = await embeddings.ReferenceAsync(window, most, cancellationToken);
                sample = $"{How}{window.Encoder} {set.Digest} {reference.Digest}";

                // Of many images a few more are seldom in the samples: then the values still hold.
                if (sample != window.Sample && !known.TryGetValue(sample, out values))
                {
                    values = known[sample] = SetStatistics.Of(images, reference.Set, most, cancellationToken);
                }
            }
            else
            {
                var before = await embeddings.CountReferenceAsync(window, most, cancellationToken);
                sample = $"{How}{window.Encoder} {set.Digest} {before}";
                values = set.Set is null || sample == window.Sample ? [] : SetStatistics.TooFew(set.Set.Count, before);
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
