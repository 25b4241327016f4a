using System.Diagnostics;
using Microsoft.Extensions.Options;
using QualitySuite.Storage.Queue;
using StackExchange.Redis;

namespace QualitySuite.ScoringWorker.Pipeline;

/// <summary>Ends jobs: first the commit in Postgres, held back while it is out, then the acknowledgement in Redis.</summary>
internal sealed class JobFinisher(
    ScoreStore store, ScoringQueue queue, OutageRetry outage, WorkerTelemetry telemetry, IOptions<ScoringPipelineOptions> options, ILogger<JobFinisher> logger)
{
    /// <summary>Stores the scores of finished jobs.</summary>
    public async Task CompleteAsync(IReadOnlyList<ImageJob> jobs, CancellationToken cancellationToken)
    {
        await outage.RunAsync(() => store.CompleteAsync(jobs, cancellationToken), cancellationToken);
        foreach (var job in jobs)
        {
            telemetry.Scored(job);
        }

        await AcknowledgeAsync([.. jobs.Select(job => job.EntryId)]);
    }

    /// <summary>Ends a failed attempt: another one follows when the entry is delivered again, or the image becomes a dead letter.</summary>
    public async Task FailAsync(ImageJob job, ScoringFailure failure, CancellationToken cancellationToken)
    {
        telemetry.Failed(failure.Reason);
        job.Activity?.SetStatus(ActivityStatusCode.Error, failure.Reason);
        if (!failure.IsFinal && job.Attempt < options.Value.MaxAttempts)
        {
            logger.AttemptFailed(job.GenerationId, job.Attempt, failure.Detail);
            await outage.RunAsync(() => store.FailAsync(job.GenerationId, job.Attempt, failure.Detail, cancellationToken), cancellationToken);
            return;
        }

        await GiveUpAsync(job.EntryId, job.GenerationId, job.Attempt, failure, cancellationToken);
    }

    /// <summary>Makes a dead letter of an image.</summary>
    public async Task GiveUpAsync(string entryId, Guid generationId, int attempt, ScoringFailure failure, CancellationToken cancellationToken)
    {
        logger.DeadLetter(generationId, failure.Reason, failure.Detail, attempt);
        await outage.RunAsync(
            () => store.DeadLetterAsync(generationId, attempt, failure.Reason, failure.Detail, cancellationToken), cancellationToken);
        await AcknowledgeAsync([entryId]);
    }

    /// <summary>Takes entries off the queue. When Redis is out they come again, and are then found to be done.</summary>
    public async Task AcknowledgeAsync(IReadOnlyCollection<string> entryIds)
    {
        try
        {
            await queue.AcknowledgeAsync(entryIds);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            logger.NotAcknowledged(e, entryIds.Count);
        }
    }
}
