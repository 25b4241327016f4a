using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace QualitySuite.ScoringWorker.Pipeline;

/// <summary>
/// The stages behind the queue, joined by bounded channels: prepare (one thread a core), run the models on batches, write and acknowledge.
/// A batch is what is ready: at low load an image does not wait for company, at high load batches fill up by themselves.
/// </summary>
internal sealed class ScoringPipeline(
    ImagePreparer preparer, ModelRunner models, JobFinisher finisher, IOptions<ScoringPipelineOptions> options,
    ILogger<ScoringPipeline> logger) : BackgroundService
{
    private readonly int _limit = options.Value.MaxInFlight;
    private readonly SemaphoreSlim _room = new(options.Value.MaxInFlight);
    private readonly ConcurrentDictionary<string, ImageJob> _inFlight = new(StringComparer.Ordinal);
    private readonly Channel<ImageJob> _toPrepare = Channel.CreateBounded<ImageJob>(options.Value.MaxInFlight);
    private readonly Channel<ImageJob> _toRun = Channel.CreateBounded<ImageJob>(options.Value.MaxInFlight);
    private readonly Channel<ImageJob> _toWrite = Channel.CreateBounded<ImageJob>(options.Value.MaxInFlight);

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
        await _toPrepare.Writer.WriteAsync(job, cancellationToken);
    }

    /// <summary>Waits until this process works on nothing.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        await TakeAllRoomAsync(cancellationToken);
        _room.Release(_limit);
    }

    /// <summary>Waits until this process works on nothing, only then begins a job, and does it with nothing beside it.
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

    private async Task RunAsync(ImageJob job, CancellationToken cancellationToken)
    {
        _inFlight[job.EntryId] = job;
        try
        {
            var failure = await GuardAsync(() => preparer.PrepareAsync(job, cancellationToken), cancellationToken)
                ?? models.Run([job])
                ?? await StoreAsync([job], cancellationToken);
            if (failure is not null)
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

    public override void Dispose()
    {
        _room.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var threads = options.Value.Threads == 0 ? Environment.ProcessorCount : options.Value.Threads;

        // The stages keep pool threads busy; without these the health checks would wait for the pool to grow.
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, (2 * threads) + 4), ports);
        var stages = new List<Task> { Task.Run(() => WriteAsync(stoppingToken), stoppingToken) };
        for (var i = 0; i < threads; i++)
        {
            stages.Add(Task.Run(() => PrepareAsync(stoppingToken), stoppingToken));
            stages.Add(Task.Run(() => RunModelsAsync(stoppingToken), stoppingToken));
        }

        return WatchAsync(stages);
    }

    // A stage that ended would leave a worker that looks healthy and finishes nothing: better the process ends, so that whatever runs it sees that.
    private static async Task WatchAsync(List<Task> stages)
    {
        if (await Task.WhenAny(stages) is { IsFaulted: true } ended)
        {
            await ended;
        }

        await Task.WhenAll(stages);
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await foreach (var job in _toPrepare.Reader.ReadAllAsync(cancellationToken))
        {
            var failure = await GuardAsync(() => preparer.PrepareAsync(job, cancellationToken), cancellationToken);
            if (failure is null)
            {
                await _toRun.Writer.WriteAsync(job, cancellationToken);
            }
            else
            {
                await EndAsync(job, failure, cancellationToken);
            }
        }
    }

    private async Task RunModelsAsync(CancellationToken cancellationToken)
    {
        var batch = new List<ImageJob>(options.Value.BatchSize);
        while (await TakeAsync(_toRun.Reader, batch, options.Value.BatchSize, cancellationToken))
        {
            // A batch that fails is tried again one by one, so that one image does not spend the attempts of its neighbours.
            var failed = models.Run(batch) is not null;
            foreach (var job in batch)
            {
                if (failed && models.Run([job]) is { } failure)
                {
                    await EndAsync(job, failure, cancellationToken);
                }
                else
                {
                    await _toWrite.Writer.WriteAsync(job, cancellationToken);
                }
            }
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        var batch = new List<ImageJob>(_limit);
        while (await TakeAsync(_toWrite.Reader, batch, _limit, cancellationToken))
        {
            // What is wrong with one image's rows is not its neighbours' affair: a batch that cannot be stored is stored one by one.
            if (await StoreAsync(batch, cancellationToken) is not null)
            {
                foreach (var job in batch)
                {
                    if (await StoreAsync([job], cancellationToken) is { } failure)
                    {
                        await FailAsync(job, failure, cancellationToken);
                    }
                }
            }

            batch.ForEach(Release);
        }
    }

    private Task<ScoringFailure?> StoreAsync(List<ImageJob> jobs, CancellationToken cancellationToken) => GuardAsync(
        async () =>
        {
            await finisher.CompleteAsync(jobs, cancellationToken);
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
            return new ScoringFailure("internal", $"{e.GetType().Name}: {e.Message}", IsFinal: false);
        }
    }

    private async Task EndAsync(ImageJob job, ScoringFailure failure, CancellationToken cancellationToken)
    {
        await FailAsync(job, failure, cancellationToken);
        Release(job);
    }

    // A failure that cannot be noted either leaves the entry unacknowledged: it comes again, and that attempt is counted as it begins.
    private Task<ScoringFailure?> FailAsync(ImageJob job, ScoringFailure failure, CancellationToken cancellationToken) => GuardAsync(
        async () =>
        {
            await finisher.FailAsync(job, failure, cancellationToken);
            return null;
        },
        cancellationToken);

    private void Release(ImageJob job)
    {
        _inFlight.TryRemove(job.EntryId, out _);
        job.Dispose();
        _room.Release();
    }

    private static async Task<bool> TakeAsync(ChannelReader<ImageJob> reader, List<ImageJob> batch, int most, CancellationToken cancellationToken)
    {
        batch.Clear();
        if (!await reader.WaitToReadAsync(cancellationToken))
        {
            return false;
        }

        while (batch.Count < most && reader.TryRead(out var job))
        {
            batch.Add(job);
        }

        return true;
    }
}
