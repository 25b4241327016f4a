using Microsoft.Extensions.Options;
using QualitySuite.FeedbackApi.Images;

namespace QualitySuite.FeedbackApi.Erasures;

/// <summary>Works off erasures, and ends what retention has begun: in small steps, one after the other.</summary>
internal sealed class ErasureWorker(
    ErasureSteps steps, ReleasedImages images, IOptions<ErasureOptions> options, TimeProvider time, ILogger<ErasureWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await PassAsync(stoppingToken);
            }
#pragma warning disable CA1031 // The loop outlives whatever fails in one pass; the next pass goes on with it.
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                logger.PassFailed(e);
            }
        }
    }

    private async Task PassAsync(CancellationToken cancellationToken)
    {
        foreach (var id in await steps.OpenAsync(cancellationToken))
        {
            await RepeatAsync(() => steps.RemoveAsync(id, cancellationToken), cancellationToken);
        }

        await RepeatAsync(() => steps.EndRemovalAsync(cancellationToken), cancellationToken);
        await RepeatAsync(() => images.RemoveAsync(options.Value.ImageGrace, cancellationToken), cancellationToken);
        foreach (var id in await steps.FinishAsync(cancellationToken))
        {
            logger.Erased(id);
        }
    }

    private async Task RepeatAsync(Func<Task<bool>> step, CancellationToken cancellationToken)
    {
        while (await step())
        {
            await Task.Delay(options.Value.Pause, time, cancellationToken);
        }
    }
}
