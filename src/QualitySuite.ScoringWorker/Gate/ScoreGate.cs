using System.Diagnostics;
using Microsoft.Extensions.Options;
using QualitySuite.Imaging;
using QualitySuite.Scoring;
using QualitySuite.ScoringWorker.Pipeline;

namespace QualitySuite.ScoringWorker.Gate;

/// <summary>Scores images for callers who wait: in the worker's own batches, before what comes from the queue.</summary>
internal sealed class ScoreGate(ScoringScheduler scheduler, ScoringEngine engine, IOptions<ScoringPipelineOptions> options) : IDisposable
{
    /// <summary>Bodies received at once for each image scored at once: those of slow callers must not take the others' places.</summary>
    private const int ReadingForEachPlace = 4;

    private readonly SemaphoreSlim _reading = new(ReadingForEachPlace * options.Value.MaxWaitingCallers);
    private readonly SemaphoreSlim _places = new(options.Value.MaxWaitingCallers);

    /// <summary>Callers at once at most.</summary>
    public int Places => options.Value.MaxWaitingCallers;

    /// <summary>The right to receive a body, to be disposed; null when too many are received.</summary>
    public IDisposable? TryRead() => _reading.Wait(0) ? new Place(_reading) : null;

    /// <summary>A place, to be disposed; null when all are taken.</summary>
    public IDisposable? TryEnter() => _places.Wait(0) ? new Place(_places) : null;

    /// <returns>The image with its scores, which the caller disposes, or why there are none.</returns>
    public async Task<(PreparedImage? Image, ScoringFailure? Failure)> ScoreAsync(
        ReadOnlyMemory<byte> file, string? prompt, ScoringPlan plan, Activity? activity, CancellationToken cancellationToken)
    {
        var work = new WaitingWork(engine, file, prompt, plan, activity, cancellationToken);
        scheduler.Add(work);

        // Not given up before its end, even when the caller has left: the file's memory is the caller's.
        var failure = await work.Ended;
        cancellationToken.ThrowIfCancellationRequested();
        return (work.Prepared, failure);
    }

    public void Dispose()
    {
        _reading.Dispose();
        _places.Dispose();
    }

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }

    private sealed class WaitingWork(
        ScoringEngine engine, ReadOnlyMemory<byte> file, string? prompt, ScoringPlan plan, Activity? activity, CancellationToken caller) : IScoringWork
    {
        // Continues elsewhere: End is called by a thread that has a batch to go on with.
        private readonly TaskCompletionSource<ScoringFailure?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<ScoringFailure?> Ended => _ended.Task;

        public bool IsUrgent => true;

        public Activity? Activity => activity;

        public PreparedImage? Prepared { get; private set; }

        public Task<ScoringFailure?> PrepareAsync(CancellationToken cancellationToken)
        {
            if (caller.IsCancellationRequested)
            {
                return Task.FromResult<ScoringFailure?>(new ScoringFailure("cancelled", "The caller has left.", IsFinal: true));
            }

            using var span = WorkerTelemetry.StartStage("prepare image", activity);
            try
            {
                using var pixels = ImageDecoder.Decode(file.Span);
                Prepared = engine.Prepare(pixels, prompt, plan);
                return Task.FromResult<ScoringFailure?>(null);
            }
            catch (ImageDecodeException e)
            {
                return Task.FromResult<ScoringFailure?>(new ScoringFailure("undecodable_image", e.Message, IsFinal: true));
            }
        }

        public void End(ScoringFailure? failure) => _ended.SetResult(failure);
    }
}
