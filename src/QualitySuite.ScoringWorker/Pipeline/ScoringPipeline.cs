using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using QualitySuite.Scoring;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.ScoringWorker.Pipeline;

/// <summary>Takes images of the queue through the scheduler, then writes and acknowledges them; bounds how many are in this process.</summary>
internal sealed class ScoringPipeline(
    ScoringScheduler scheduler, ImagePreparer preparer, ModelRunner models, JobFinisher finisher, OutageRetry outage,
    IOptions<ScoringPipelineOptions> options, ILogger<ScoringPipeline> logger) : BackgroundService
{
    private readonly int _limit = options.Value.MaxInFlight;
    private readonly SemaphoreSlim _room = new(options.Value.MaxInFlight);
    private readonly ConcurrentDictionary<string, ImageJob> _inFlight = new(StringComparer.Ordinal);

    // Not bounded by itself: there are never more than have room.
    private readonly Channel<(ImageJob Job, ScoringFailure? Failure)> _ended = Channel.CreateUnbounded<(ImageJob, ScoringFailure?)>();

    /// <summary>Entries that this process is working on.</summary>
    public ICollection<string> InFlight => _inFlight.Keys;

    /// <summary>Images that may be added now without waiting.</summary>
    public int Room => _room.CurrentCount;

    /// <summary>Waits until at least one image may be added.</summary>
    public async Task WaitForRoomAsync(CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        _room.Release();
    }

    /// <summary>Adds an image; waits for room.</summary>
    public async Task AddAsync(ImageJob job, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        _inFlight[job.EntryId] = job;
        scheduler.Add(new QueuedWork(preparer, _ended.Writer, job));
    }

    /// <summary>Waits until this process works on nothing.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        await TakeAllRoomAsync(cancellationToken);
        _room.Release(_limit);
    }

    /// <summary>Waits until this process works on nothing of the queue's, only then begins a job, and does it with nothing of the queue's beside it.
    /// Beginning counts the attempt, and gives null when there is nothing to do after all.</summary>
    public async Task RunAloneAsync(Func<Task<ImageJob?>> begin, CancellationToken cancellationToken)
    {
        await TakeAllRoomAsync(cancellationToken);
        try
        {
            if (await begin() is { } job)
            {
                await RunAsync(job, cancellationToken);
            }
        }
        finally
        {
            _room.Release(_limit);
        }
    }

    public override void Dispose()
    {
        _room.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var scored = new List<ImageJob>(_limit);
        var ended = new List<ImageJob>(_limit);
        while (await _ended.Reader.WaitToReadAsync(stoppingToken))
        {
            scored.Clear();
            ended.Clear();
            while (ended.Count < _limit && _ended.Reader.TryRead(out var next))
            {
                if (next.Failure?.Outage is { } storeOut)
                {
                    _ = AddAgainAsync(next.Job, storeOut, stoppingToken);
                    continue;
                }

                ended.Add(next.Job);
                if (next.Failure is null)
                {
                    scored.Add(next.Job);
                }
                else
                {
                    await FailAsync(next.Job, next.Failure, stoppingToken);
                }
            }

            await StoreAsync(scored, stoppingToken);
            ended.ForEach(Release);
        }
    }

    private async Task RunAsync(ImageJob job, CancellationToken cancellationToken)
    {
        _inFlight[job.EntryId] = job;
        try
        {
            var failure = await GuardAsync(() => outage.RunAsync(() => preparer.PrepareAsync(job, cancellationToken), cancellationToken), cancellationToken)
                ?? models.Run([new QueuedWork(preparer, _ended.Writer, job)]);
            if (failure is null)
            {
                await StoreAsync([job], cancellationToken);
            }
            else
            {
                await FailAsync(job, failure, cancellationToken);
            }
        }
        finally
        {
            _inFlight.TryRemove(job.EntryId, out _);
            job.Dispose();
        }
    }

    // It keeps its room, so that no more is read than is held; the loops go on with what callers of POST /v1/score wait for.
    private async Task AddAgainAsync(ImageJob job, OutageException storeOut, CancellationToken cancellationToken)
    {
        await outage.PauseAsync(storeOut.Dependency, storeOut.Message, cancellationToken);
        scheduler.Add(new QueuedWork(preparer, _ended.Writer, job));
    }

    private async Task TakeAllRoomAsync(CancellationToken cancellationToken)
    {
        var taken = 0;
        try
        {
            for (; taken < _limit; taken++)
            {
                await _room.WaitAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (taken > 0)
        {
            _room.Release(taken);
            throw;
        }
    }

    // What is wrong with one image's rows is not its neighbours' affair: a batch that cannot be stored is stored one by one.
    private async Task StoreAsync(List<ImageJob> jobs, CancellationToken cancellationToken)
    {
        if (jobs.Count == 0 || await GuardAsync(() => finisher.CompleteAsync(jobs, cancellationToken), cancellationToken) is not { } failure)
        {
            return;
        }

        foreach (var job in jobs)
        {
            if (jobs.Count > 1)
            {
                failure = await GuardAsync(() => finisher.CompleteAsync([job], cancellationToken), cancellationToken);
            }

            if (failure is not null)
            {
                await FailAsync(job, failure, cancellationToken);
            }
        }
    }

    // A failure that cannot be noted either leaves the entry unacknowledged: it comes again, and that attempt is counted as it begins.
    private Task<ScoringFailure?> FailAsync(ImageJob job, ScoringFailure failure, CancellationToken cancellationToken) =>
        GuardAsync(() => finisher.FailAsync(job, failure, cancellationToken), cancellationToken);

    private Task<ScoringFailure?> GuardAsync(Func<Task> step, CancellationToken cancellationToken) => GuardAsync(
        async () =>
        {
            await step();
            return null;
        },
        cancellationToken);

    private async Task<ScoringFailure?> GuardAsync(Func<Task<ScoringFailure?>> step, CancellationToken cancellationToken)
    {
        try
        {
            return await step();
        }
#pragma warning disable CA1031 // Whatever one image does to a stage, the stage goes on with the next; the image gets its attempts and then its reason.
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            logger.StageFailed(e);
            return ScoringFailure.Internal(e);
        }
    }

    private void Release(ImageJob job)
    {
        _inFlight.TryRemove(job.EntryId, out _);
        job.Dispose();
        _room.Release();
    }

    private sealed class QueuedWork(
        ImagePreparer preparer, ChannelWriter<(ImageJob Job, ScoringFailure? Failure)> ended, ImageJob job) : IScoringWork
    {
        public bool IsUrgent => false;

        public Activity? Activity => job.Activity;

        public PreparedImage? Prepared => job.Prepared;

        public async Task<ScoringFailure?> PrepareAsync(CancellationToken cancellationToken)
        {
            try
            {
                return await preparer.PrepareAsync(job, cancellationToken);
            }
            catch (OutageException e)
            {
                return ScoringFailure.Out(e);
            }
        }

        public void End(ScoringFailure? failure) => ended.TryWrite((job, failure));
    }
}
