using Npgsql;
using QualitySuite.Contracts.Feedback;
using QualitySuite.FeedbackApi.Behaviour;
using QualitySuite.FeedbackApi.Feedback;

namespace QualitySuite.FeedbackApi.Writing;

/// <summary>Joins what was sent before its generation once that has arrived, and gives it up after an hour.</summary>
internal sealed class HeldWorker(UserFeedbackStore feedback, BehaviourStore behaviour, TimeProvider time, ILogger<HeldWorker> logger) : BackgroundService
{
    private const int RowsAtOnce = 1_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>A sweep of a large waiting room takes at most this share of the time.</summary>
    private const double MostShare = 0.1;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var started = time.GetTimestamp();
            try
            {
                await SweepAsync(feedback.Held, stoppingToken);
                await SweepAsync(behaviour.Held, stoppingToken);
            }
            catch (NpgsqlException e)
            {
                logger.HeldRowsWait(e);
            }

            var rest = time.GetElapsedTime(started) * ((1 - MostShare) / MostShare);
            await Task.Delay(rest > Pause ? rest : Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SweepAsync(HeldRows held, CancellationToken cancellationToken)
    {
        while (await held.JoinAsync(RowsAtOnce, cancellationToken) == RowsAtOnce)
        {
        }

        while (await held.GiveUpAsync(time.GetUtcNow() - FeedbackLimits.HeldFor, RowsAtOnce, cancellationToken) == RowsAtOnce)
        {
        }
    }
}
