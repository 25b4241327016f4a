using System.Diagnostics;
using QualitySuite.Scoring;
using QualitySuite.Storage.Images;
using QualitySuite.Storage.Queue;

namespace QualitySuite.ScoringWorker.Pipeline;

/// <summary>One image on its way through this process.</summary>
internal sealed class ImageJob : IDisposable
{
    private readonly long _started;
    private readonly TimeProvider _time;

    public ImageJob(string entryId, QueuedImage image, PendingImage pending, TimeProvider time)
    {
        EntryId = entryId;
        GenerationId = image.GenerationId;
        Address = ImageAddress.FromHash(pending.ImageHash);
        Prompt = pending.Prompt;
        Attempt = pending.Attempt;
        _time = time;
        _started = time.GetTimestamp();
        Activity = WorkerTelemetry.StartScoring(image.GenerationId, image.TraceParent ?? pending.TraceParent);
    }

    public string EntryId { get; }

    public Guid GenerationId { get; }

    public ImageAddress Address { get; }

    /// <summary>What the image was asked for.</summary>
    public string Prompt { get; }

    /// <summary>1 for the first try.</summary>
    public int Attempt { get; }

    /// <summary>The span of this image, in the trace of its ingest.</summary>
    public Activity? Activity { get; }

    public PreparedImage? Prepared { get; set; }

    public double ElapsedMs => _time.GetElapsedTime(_started).TotalMilliseconds;

    public void Dispose()
    {
        Prepared?.Dispose();
        Activity?.Dispose();
    }
}
