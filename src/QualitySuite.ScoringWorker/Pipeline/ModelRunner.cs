using System.Diagnostics;
using QualitySuite.Scoring;

namespace QualitySuite.ScoringWorker.Pipeline;

/// <summary>Runs every model once over a batch of prepared images.</summary>
internal sealed class ModelRunner(ScoringEngine engine, WorkerTelemetry telemetry, ILogger<ModelRunner> logger)
{
    /// <returns>Null on success; the images then have their scores, but for those of parts that failed on them.</returns>
    public ScoringFailure? Run(IReadOnlyList<IScoringWork> batch)
    {
        // This thread goes on with other images: no span of these may stay the current one, and be the next one's parent.
        var before = Activity.Current;
        var spans = batch.Select(work => WorkerTelemetry.StartStage("run models", work.Activity)).ToList();
        try
        {
            telemetry.Ran(batch.Count);
            engine.Run([.. batch.Select(work => work.Prepared!)]);
            foreach (var failure in batch.SelectMany(work => work.Prepared!.Failures))
            {
                telemetry.PartFailed(failure);
            }

            return null;
        }
#pragma warning disable CA1031 // Whatever one batch does to the models, the worker goes on with the next.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.StageFailed(e);
            return ScoringFailure.Internal(e);
        }
        finally
        {
            spans.ForEach(span => span?.Dispose());
            Activity.Current = before;
        }
    }
}
