using Microsoft.Extensions.Options;
using QualitySuite.ServiceDefaults;
using QualitySuite.Storage.Queue;

namespace QualitySuite.ScoringWorker.Pipeline;

/// <summary>
/// Feeds the pipeline from the queue. Entries that a worker read and did not finish are taken over one at a time and run alone, each with its
/// attempt counted beforehand: one that kills the process spends nobody else's attempts.
/// </summary>
internal sealed class QueueWorker(
    ScoringQueue queue, ScoringPipeline pipeline, ScoreStore store, ScorerRegistry scorers, JobFinisher finisher, OutageRetry outage,
    IOptions<ScoringPipelineOptions> options, TimeProvider time, ILogger<QueueWorker> logger) : BackgroundService
{
    private readonly string _consumer = $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.CreateVersion7(time.GetUtcNow()):N}";
    private readonly ScoringPipelineOptions _options = options.Value;
    private DateTimeOffset _nextUpkeep;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await queue.LeaveAsync(_consumer);
        }
        catch (Exception e) when (Outage.DependencyOf(e) is not null || e is StackExchange.Redis.RedisException or TimeoutException)
        {
            logger.DidNotLeave(e.Message);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await outage.RunAsync(() => scorers.RegisterAsync(stoppingToken), stoppingToken);
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
                await Task.Delay(_options.OutagePause, time, stoppingToken);
            }
        }
    }

    /// <returns>False when there was nothing to do.</returns>
    private async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() >= _nextUpkeep)
        {
            if (await TakeOverAsync(cancellationToken))
            {
                return true;
            }

            await queue.RenewAsync(_consumer, [.. pipeline.InFlight]);
            _nextUpkeep = time.GetUtcNow() + (_options.RedeliverAfter / 4);
        }

        await WaitForRoomAsync(cancellationToken);
        var deliveries = await queue.ReadAsync(_consumer, Math.Max(1, pipeline.Room));
        if (deliveries.Count == 0)
        {
            return false;
        }

        await StartAsync(deliveries, cancellationToken);
        return true;
    }

    // While the pipeline stands still, because Postgres is out, the entries it holds must go on being renewed.
    private async Task WaitForRoomAsync(CancellationToken cancellationToken)
    {
        var room = pipeline.WaitForRoomAsync(cancellationToken);
        while (await Task.WhenAny(room, Task.Delay(_options.RedeliverAfter / 4, time, cancellationToken)) != room)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await queue.RenewAsync(_consumer, [.. pipeline.InFlight]);
        }

        await room;
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

    private async Task<bool> TakeOverAsync(CancellationToken cancellationToken)
    {
        var claimed = await queue.ClaimAsync(_consumer, _options.RedeliverAfter, count: 1);
        if (claimed.Count == 0 || pipeline.InFlight.Contains(claimed[0].EntryId))
        {
            return false;
        }

        if (claimed[0].Image is { } image)
        {
            await RunAgainAsync(claimed[0].EntryId, image, cancellationToken);
        }
        else
        {
            await finisher.AcknowledgeAsync([claimed[0].EntryId]);
        }

        return true;
    }

    private async Task RunAgainAsync(string entryId, QueuedImage image, CancellationToken cancellationToken)
    {
        var row = await outage.RunAsync(() => store.BeginAgainAsync(image.GenerationId, cancellationToken), cancellationToken);
        if (row is null)
        {
            await finisher.AcknowledgeAsync([entryId]);
        }
        else if (row.Attempt > _options.MaxAttempts)
        {
            var failure = new ScoringFailure(
                "attempts_exhausted", $"{_options.MaxAttempts} attempts ended without a result: the worker died or stalled while it scored this image.", IsFinal: true);
            await finisher.GiveUpAsync(entryId, image.GenerationId, _options.MaxAttempts, failure, cancellationToken);
        }
        else
        {
            await pipeline.RunAloneAsync(new ImageJob(entryId, image, row, time), cancellationToken);
        }
    }
}
