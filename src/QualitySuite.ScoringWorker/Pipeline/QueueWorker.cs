using Microsoft.Extensions.Options;
using QualitySuite.ServiceDefaults;
using QualitySuite.Storage.Queue;

namespace QualitySuite.ScoringWorker.Pipeline;

/// <summary>
/// Feeds the pipeline from the queue. Entries that a worker read and did not finish are taken over one at a time and run alone, each with its
/// attempt counted beforehand: one that kills the process spends nobody else's attempts. A worker that is told to stop finishes what it has
/// read, gives back what it cannot finish in time, and leaves the group: nothing waits and no attempt is spent.
/// </summary>
internal sealed class QueueWorker(
    ScoringQueue queue, ScoringPipeline pipeline, ScoreStore store, ScorerRegistry scorers, JobFinisher finisher, OutageRetry outage,
    WorkerTelemetry telemetry, IOptions<ScoringPipelineOptions> options, TimeProvider time, ILogger<QueueWorker> logger) : BackgroundService
{
    private readonly string _consumer = $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.CreateVersion7(time.GetUtcNow()):N}";
    private readonly ScoringPipelineOptions _options = options.Value;

    // What has been read is worked on until this is cancelled, some time after the worker was told to stop.
    private readonly CancellationTokenSource _leaving = new(Timeout.InfiniteTimeSpan, time);
    private Task _renewing = Task.CompletedTask;
    private DateTimeOffset _nextUpkeep;

    // Entries read whose images are not in the pipeline yet.
    private volatile IReadOnlyList<string> _read = [];

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _leaving.CancelAfter(_options.DrainTimeout);
        await base.StopAsync(cancellationToken);
        try
        {
            await pipeline.DrainAsync(_leaving.Token);
        }
        catch (OperationCanceledException)
        {
            // Too much to finish in time: it is given back below.
        }

        await _leaving.CancelAsync();
        await _renewing;
        try
        {
            if (await queue.ReturnAsync(_consumer) is > 0 and var count)
            {
                logger.Returned(count);
            }

            await queue.LeaveAsync(_consumer);
        }
        catch (Exception e) when (IsQueueOut(e))
        {
            logger.DidNotLeave(e.Message);
        }
    }

    public override void Dispose()
    {
        _leaving.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await outage.RunAsync(() => scorers.RegisterAsync(stoppingToken), stoppingToken);
        _renewing = RenewAsync(_leaving.Token);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await StepAsync(stoppingToken))
                {
                    await Task.Delay(_options.IdlePoll, time, stoppingToken);
                }
            }
#pragma warning disable CA1031 // The loop outlives whatever fails in one step; what it had read is delivered again.
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                logger.StepFailed(e);
                telemetry.ReadFailed(e);
                await Task.Delay(_options.OutagePause, time, stoppingToken);
            }
        }
    }

    private static bool IsQueueOut(Exception e) => Outage.DependencyOf(e) is not null || e is StackExchange.Redis.RedisException or TimeoutException;

    /// <summary>Keeps what this worker has in hand from being taken over, whatever it waits for: room, the database, one slow image.</summary>
    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_options.RedeliverAfter / 4, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                try
                {
                    await queue.RenewAsync(_consumer, [.. _read, .. pipeline.InFlight]);
                }
                catch (Exception e) when (IsQueueOut(e))
                {
                    logger.NotRenewed(e.Message);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The worker has left the group.
        }
    }

    /// <returns>False when there was nothing to do.</returns>
    private async Task<bool> StepAsync(CancellationToken stoppingToken)
    {
        if (time.GetUtcNow() >= _nextUpkeep)
        {
            if (await TakeOverAsync())
            {
                return true;
            }

            _nextUpkeep = time.GetUtcNow() + (_options.RedeliverAfter / 4);
        }

        await pipeline.WaitForRoomAsync(stoppingToken);
        var deliveries = await queue.ReadAsync(_consumer, Math.Max(1, pipeline.Room));
        if (deliveries.Count == 0)
        {
            return false;
        }

        _read = [.. deliveries.Select(d => d.EntryId)];
        try
        {
            await StartAsync(deliveries, _leaving.Token);
            return true;
        }
        finally
        {
            _read = [];
        }
    }

    private async Task StartAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. deliveries.Where(d => d.Image is not null).Select(d => d.Image!.GenerationId)];
        var pending = await outage.RunAsync(() => store.FindAsync(ids, cancellationToken), cancellationToken);
        var done = new List<string>();
        foreach (var delivery in deliveries)
        {
            if (delivery.Image is null || !pending.Remove(delivery.Image.GenerationId, out var row))
            {
                // Unreadable, scored already, or the same generation twice in one batch.
                done.Add(delivery.EntryId);
            }
            else if (row.Attempt > 1)
            {
                await RunAgainAsync(delivery.EntryId, delivery.Image, cancellationToken);
            }
            else
            {
                await pipeline.AddAsync(new ImageJob(delivery.EntryId, delivery.Image, row, time), cancellationToken);
            }
        }

        await finisher.AcknowledgeAsync(done);
    }

    private async Task<bool> TakeOverAsync()
    {
        var claimed = await queue.ClaimAsync(_consumer, _options.RedeliverAfter, count: 1);
        if (claimed.Count == 0 || pipeline.InFlight.Contains(claimed[0].EntryId))
        {
            return false;
        }

        if (claimed[0].Image is { } image)
        {
            _read = [claimed[0].EntryId];
            try
            {
                await RunAgainAsync(claimed[0].EntryId, image, _leaving.Token);
            }
            finally
            {
                _read = [];
            }
        }
        else
        {
            await finisher.AcknowledgeAsync([claimed[0].EntryId]);
        }

        return true;
    }

    // The attempt is counted when nothing stands between it and the image: time spent waiting for the pipeline or the database is not an attempt.
    private Task RunAgainAsync(string entryId, QueuedImage image, CancellationToken cancellationToken) =>
        pipeline.RunAloneAsync(() => BeginAgainAsync(entryId, image, cancellationToken), cancellationToken);

    private async Task<ImageJob?> BeginAgainAsync(string entryId, QueuedImage image, CancellationToken cancellationToken)
    {
        var row = await outage.RunAsync(() => store.BeginAgainAsync(image.GenerationId, cancellationToken), cancellationToken);
        if (row is null)
        {
            await finisher.AcknowledgeAsync([entryId]);
            return null;
        }

        if (row.Attempt <= _options.MaxAttempts)
        {
            return new ImageJob(entryId, image, row, time);
        }

        var failure = new ScoringFailure(
            "attempts_exhausted", $"{_options.MaxAttempts} attempts ended without a result: the worker died or stalled while it scored this image.", IsFinal: true);
        await finisher.GiveUpAsync(entryId, image.GenerationId, _options.MaxAttempts, failure, cancellationToken);
        return null;
    }
}
