using Microsoft.Extensions.Options;
using QualitySuite.Storage.Queue;

namespace QualitySuite.Monitor.Relay;

/// <summary>
/// Sends again what waits for scores and has no entry in the queue: because Redis was out when the image was accepted, or lost its data since.
/// It compares the oldest pending rows with the stream itself, so a long queue is not sent twice; only what has waited
/// beyond a bound is sent whatever the stream holds.
/// </summary>
internal sealed class RelayWorker(
    PendingStore pending, ScoringQueue queue, IOptions<RelayOptions> options, TimeProvider time, ILogger<RelayWorker> logger) : BackgroundService
{
    /// <summary>One pass; returns how many images were sent again.</summary>
    public async Task<int> RelayAsync(CancellationToken cancellationToken)
    {
        var oldest = await pending.OldestAsync(options.Value.Patience, options.Value.Bound, options.Value.BatchSize, cancellationToken);
        if (oldest.Count == 0)
        {
            return 0;
        }

        var missing = await queue.FindMissingAsync(oldest.Where(image => !image.Overdue).Select(image => image.Id), cancellationToken);
        missing.UnionWith(oldest.Where(image => image.Overdue).Select(image => image.Id));
        if (missing.Count == 0)
        {
            return 0;
        }

        // Marked first: a row that was scored meanwhile is not marked and not sent, and two relays do not send the same row.
        var images = await pending.MarkSentAsync([.. missing], options.Value.Patience, cancellationToken);
        await queue.SendAsync(images);
        return images.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                // A full batch means that there is more: a lost queue is rebuilt at once, not a batch a tick.
                int sent;
                do
                {
                    sent = await RelayAsync(stoppingToken);
                    if (sent > 0)
                    {
                        logger.SentAgain(sent);
                    }
                }
                while (sent == options.Value.BatchSize);
            }
#pragma warning disable CA1031 // The loop outlives whatever fails in one pass; the next pass tries again.
            catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
            {
                logger.PassFailed(e);
            }
        }
    }
}
