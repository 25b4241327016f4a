using System.Diagnostics;
using System.Diagnostics.Metrics;
using QualitySuite.Scoring;

namespace QualitySuite.ScoringWorker.Pipeline;

/// <summary>Spans and instruments of the pipeline.</summary>
internal sealed class WorkerTelemetry : IDisposable
{
    private const string Name = "QualitySuite.ScoringWorker";
    private static readonly ActivitySource Activities = new(Name);

    private readonly Meter _meter;
    private readonly Histogram<double> _duration;
    private readonly Histogram<int> _batchSize;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _failedParts;
    private readonly Counter<long> _failedReads;

    public WorkerTelemetry(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _duration = _meter.CreateHistogram<double>("qualitysuite.scoring.duration", "s", "From reading an image's queue entry to the commit of its scores.");
        _batchSize = _meter.CreateHistogram<int>("qualitysuite.scoring.batch.size", "{image}", "Images in one run of the models.");
        _failures = _meter.CreateCounter<long>("qualitysuite.scoring.failures", "{image}", "Attempts that failed, by reason.");
        _failedParts = _meter.CreateCounter<long>("qualitysuite.scoring.part.failures", "{image}", "Images that lack the metrics of a part that failed on them, by pack and part.");
        _failedReads = _meter.CreateCounter<long>("qualitysuite.scoring.queue.failures", "{failure}", "Rounds of reading the queue that failed, by exception.");
    }

    /// <summary>Starts the span of one image under the span that queued it.</summary>
    public static Activity? StartScoring(Guid generationId, string? traceParent)
    {
        var activity = Activities.StartActivity("score image", ActivityKind.Consumer, traceParent);
        activity?.SetTag("messaging.system", "redis");
        activity?.SetTag("messaging.operation.type", "process");
        activity?.SetTag("qualitysuite.generation.id", generationId.ToString());

        // One thread works on many images: the span must not become the parent of whatever comes next on it.
        Activity.Current = null;
        return activity;
    }

    /// <summary>Starts the span of one stage of one image.</summary>
    public static Activity? StartStage(string stage, Activity? image) =>
        image is { } parent ? Activities.StartActivity(stage, ActivityKind.Internal, parent.Context) : null;

    public void Scored(ImageJob job) => _duration.Record(job.ElapsedMs / 1000);

    public void Ran(int images) => _batchSize.Record(images);

    public void Failed(string reason) => _failures.Add(1, new KeyValuePair<string, object?>("error.type", reason));

    public void PartFailed(FailedPart failure) => _failedParts.Add(
        1, new KeyValuePair<string, object?>("qualitysuite.pack", failure.Pack), new KeyValuePair<string, object?>("qualitysuite.part", failure.Part));

    public void ReadFailed(Exception exception) => _failedReads.Add(1, new KeyValuePair<string, object?>("error.type", exception.GetType().FullName));

    public void Dispose() => _meter.Dispose();
}
