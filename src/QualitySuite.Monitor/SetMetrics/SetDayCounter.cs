using Microsoft.Extensions.Options;
using Npgsql;

namespace QualitySuite.Monitor.SetMetrics;

/// <summary>Finds the days whose embeddings have changed and counts them anew. A day that cannot be counted does not hold up the others.</summary>
internal sealed class SetDayCounter(
    SetWindowStore windows, SetMetricsTelemetry telemetry, IOptions<SetMetricsOptions> options, TimeProvider time, ILogger<SetDayCounter> logger)
{
    // Longer than a transaction that writes embeddings, and than clocks differ.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    // Generations are accepted up to 90 days back: before that nothing is deleted but by retention, which leaves values alone. What is written there,
    // as by a rescoring, is found by its time of writing, and by the first look, which is at all days.
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(91);

    // So that values are computed while a long history is looked through.
    private const int MostDaysLookedAt = 16;

    private readonly Queue<DateTimeOffset> _toLookAt = new();
    private readonly HashSet<DateTimeOffset> _notCounted = [];
    private DateTimeOffset? _counted;
    private DateTimeOffset? _listed;

    /// <summary>Counts the days that embeddings came to since the last call, and of the others those that have changed, a few of them at a call;
    /// returns how many.</summary>
    /// <exception cref="NpgsqlException">There is no database, or it does not even say which days are new.</exception>
    public async Task<int> CountAsync(CancellationToken cancellationToken) =>
        await CountNewAsync(cancellationToken) + await RecountAsync(cancellationToken);

    /// <summary>Counts the days of which embeddings were written since the last pass; returns how many.</summary>
    private async Task<int> CountNewAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();

        // Before the first pass there is no such time: all days are looked at.
        var days = _counted is { } counted ? await windows.TouchedDaysAsync(counted - Overlap, cancellationToken) : [];
        foreach (var day in days)
        {
            try
            {
                await windows.CountAsync(day, cancellationToken);
            }
            catch (NpgsqlException e)
            {
                NotCounted(day, e);
            }
        }

        _counted = now;
        return days.Count;
    }

    /// <summary>Looks at some of the days that are to be compared with what was counted, and counts those that have changed; returns how many.</summary>
    private async Task<int> RecountAsync(CancellationToken cancellationToken)
    {
        await ListAsync(cancellationToken);
        var changed = 0;
        for (var i = 0; i < MostDaysLookedAt && _toLookAt.TryDequeue(out var day); i++)
        {
            try
            {
                if (await windows.HasChangedAsync(day, cancellationToken))
                {
                    await windows.CountAsync(day, cancellationToken);
                    changed++;
                }
            }
            catch (NpgsqlException e)
            {
                // A day that takes too long is not to hold up the others, and the next one may take as long: that is for the next pass.
                NotCounted(day, e);
                break;
            }
        }

        return changed;
    }

    /// <summary>Lists the days to look at, where all of the last list have been and it is time.</summary>
    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_toLookAt.Count > 0 || now - _listed < options.Value.RecountInterval)
        {
            return;
        }

        try
        {
            var kept = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero) - Horizon;
            foreach (var day in _notCounted.Union(await windows.DaysAsync(_listed is null ? DateTimeOffset.MinValue : kept, kept, cancellationToken)))
            {
                _toLookAt.Enqueue(day);
            }

            _notCounted.Clear();
            _listed = now;
        }
        catch (NpgsqlException e)
        {
            telemetry.Failed(e);
            logger.DaysNotListed(e);
        }
    }

    private void NotCounted(DateTimeOffset day, NpgsqlException exception)
    {
        _notCounted.Add(day);
        telemetry.Failed(exception);
        logger.DayNotCounted(day, exception);
    }
}
