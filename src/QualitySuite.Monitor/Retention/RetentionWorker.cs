using Microsoft.Extensions.Options;

namespace QualitySuite.Monitor.Retention;

/// <summary>Removes what has been kept for its time, in small steps with pauses, one app after the other.</summary>
internal sealed class RetentionWorker(
    RetentionStore store, RetentionTelemetry telemetry, IOptions<RetentionOptions> options, TimeProvider time, ILogger<RetentionWorker> logger)
    : BackgroundService
{
    private readonly RetentionOptions _options = options.Value;

    /// <summary>One pass; null: another process is at it.</summary>
    public async Task<RetentionSums?> PassAsync(CancellationToken cancellationToken)
    {
        await using var leadership = await store.TryLeadAsync(cancellationToken);
        if (leadership is null)
        {
            return null;
        }

        var sums = new RetentionSums();
        var now = time.GetUtcNow();
        foreach (var app in await store.AppsAsync(cancellationToken))
        {
            var periods = _options.Of(app);
            if (periods.RawRows is { } rows)
            {
                await ExpireGenerationsAsync(app, now - rows, sums, cancellationToken);
            }

            if (periods.Images is { } images)
            {
                sums.Images += await RepeatAsync("image", app, () => store.ExpireImagesAsync(app, now - images, _options.StepRows, cancellationToken), cancellationToken);
            }
        }

        foreach (var app in await store.WindowAppsAsync(cancellationToken))
        {
            if ((app.Length == 0 ? _options.RollupsOfAllApps : _options.Of(app).Rollups) is { } rollups)
            {
                sums.Windows += await RepeatAsync("set_window", app, () => store.RemoveWindowsAsync(app, now - rollups, _options.StepRows, cancellationToken), cancellationToken);
            }
        }

        return sums;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_options.Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await PassAsync(stoppingToken) is { IsEmpty: false } sums)
                {
                    logger.PassDone(sums.Generations, sums.Reactions, sums.Images, sums.Windows);
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

    private async Task ExpireGenerationsAsync(string app, DateTimeOffset before, RetentionSums sums, CancellationToken cancellationToken)
    {
        await store.MakeFinalAsync(app, before, cancellationToken);
        await RepeatAsync(
            "row",
            app,
            async () =>
            {
                var step = await store.ExpireGenerationsAsync(app, before, _options.StepRows, cancellationToken);
                sums.Generations += step.Generations;
                sums.Reactions += step.Rows - step.Generations;
                return step.Rows;
            },
            cancellationToken);
    }

    private async Task<long> RepeatAsync(string kind, string app, Func<Task<int>> step, CancellationToken cancellationToken)
    {
        var sum = 0L;
        while (await step() is > 0 and var removed)
        {
            telemetry.Removed(kind, app, removed);
            sum += removed;
            await Task.Delay(_options.Pause, time, cancellationToken);
        }

        return sum;
    }
}

/// <summary>What a pass removed.</summary>
internal sealed class RetentionSums
{
    public long Generations { get; set; }

    /// <summary>Feedback, votes and events.</summary>
    public long Reactions { get; set; }

    public long Images { get; set; }

    public long Windows { get; set; }

    public bool IsEmpty => Generations + Reactions + Images + Windows == 0;
}
