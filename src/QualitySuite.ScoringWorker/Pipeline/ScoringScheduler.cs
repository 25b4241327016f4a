using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace QualitySuite.ScoringWorker.Pipeline;

/// <summary>
/// One loop a core, each of which prepares images and runs the models on batches of them, whichever is next: no more threads compute than
/// there are cores, and no core waits while there is work. A batch is run when it is full, when it holds something urgent, or when nothing
/// is left to prepare: at low load an image does not wait for company, at high load batches fill up by themselves.
/// </summary>
internal sealed class ScoringScheduler(
    ModelRunner models, IOptions<ScoringPipelineOptions> options, TimeProvider time, ILogger<ScoringScheduler> logger) : BackgroundService
{
    private readonly int _batchSize = options.Value.BatchSize;
    private readonly TimeSpan _batchDelay = options.Value.BatchDelay;
    private readonly Lock _lock = new();
    private readonly WorkQueue _toPrepare = new();
    private readonly WorkQueue _ready = new();

    // One permit for every image that came to one of the queues. A batch takes several images for one permit: the others find nothing to do.
    private readonly SemaphoreSlim _steps = new(0);

    /// <summary>Adds an image. Whoever adds bounds how many there are.</summary>
    public void Add(IScoringWork work) => Enqueue(_toPrepare, work);

    public override void Dispose()
    {
        _steps.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var threads = options.Value.Threads == 0 ? Environment.ProcessorCount : options.Value.Threads;

        // The loops keep pool threads busy; without these the health checks would wait for the pool to grow.
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, (2 * threads) + 4), ports);
        var loops = Enumerable.Range(0, threads).Select(_ => Task.Run(() => WorkAsync(stoppingToken), stoppingToken)).ToList();

        // A loop that ended would leave a worker that looks healthy and finishes less, or nothing: better the process ends, so that whatever runs it sees that.
        if (await Task.WhenAny(loops) is { IsFaulted: true } ended)
        {
            await ended;
        }

        await Task.WhenAll(loops);
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        var batch = new List<IScoringWork>(_batchSize);
        while (true)
        {
            await _steps.WaitAsync(cancellationToken);

            // Nothing to do gives the permits up: both queues are empty then, and what comes brings its own.
            for (var permits = 1; permits > 0 && Next(batch) is var (image, wait);)
            {
                if (image is not null)
                {
                    await PrepareAsync(image, cancellationToken);
                    permits--;
                }
                else if (batch.Count > 0)
                {
                    Run(batch);
                    permits--;
                }
                else if (await _steps.WaitAsync(wait, cancellationToken))
                {
                    permits++;
                }
            }
        }
    }

    /// <summary>What to do next: prepare an image, run the <paramref name="batch"/> that is now filled, or wait for company; null: nothing.</summary>
    private (IScoringWork? Image, TimeSpan Wait)? Next(List<IScoringWork> batch)
    {
        batch.Clear();
        lock (_lock)
        {
            var full = _ready.HasUrgent || (_ready.Count >= _batchSize && !_toPrepare.HasUrgent);
            if (!full && _toPrepare.TryTake(out var image))
            {
                return (image, TimeSpan.Zero);
            }

            if (_ready.Count == 0)
            {
                return null;
            }

            if (!full && _batchDelay - time.GetElapsedTime(_ready.Oldest) is var wait && wait > TimeSpan.Zero)
            {
                return (null, wait);
            }

            while (batch.Count < _batchSize && _ready.TryTake(out var work))
            {
                batch.Add(work);
            }

            return (null, TimeSpan.Zero);
        }
    }

    private void Enqueue(WorkQueue queue, IScoringWork work)
    {
        lock (_lock)
        {
            queue.Add(work, time.GetTimestamp());
        }

        _steps.Release();
    }

    private async Task PrepareAsync(IScoringWork work, CancellationToken cancellationToken)
    {
        ScoringFailure? failure;
        try
        {
            failure = await work.PrepareAsync(cancellationToken);
        }
#pragma warning disable CA1031 // Whatever one image does here, the loop goes on with the next; the image gets its attempts and then its reason.
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            logger.StageFailed(e);
            failure = ScoringFailure.Internal(e);
        }

        if (failure is null)
        {
            Enqueue(_ready, work);
        }
        else
        {
            work.End(failure);
        }
    }

    private void Run(List<IScoringWork> batch)
    {
        var failure = models.Run(batch);
        foreach (var work in batch)
        {
            // A batch that fails is tried again one by one, so that one image does not spend the attempts of its neighbours.
            work.End(failure is null || batch.Count == 1 ? failure : models.Run([work]));
        }
    }

    /// <summary>Two queues, of which the urgent one goes first.</summary>
    private sealed class WorkQueue
    {
        private readonly Queue<(IScoringWork Work, long Since)> _urgent = [];
        private readonly Queue<(IScoringWork Work, long Since)> _others = [];

        public int Count => _urgent.Count + _others.Count;

        public bool HasUrgent => _urgent.Count > 0;

        /// <summary>When the next one came.</summary>
        public long Oldest => (_urgent.Count > 0 ? _urgent : _others).Peek().Since;

        public void Add(IScoringWork work, long now) => (work.IsUrgent ? _urgent : _others).Enqueue((work, now));

        public bool TryTake([NotNullWhen(true)] out IScoringWork? work)
        {
            var found = _urgent.TryDequeue(out var item) || _others.TryDequeue(out item);
            work = item.Work;
            return found;
        }
    }
}
