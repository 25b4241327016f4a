using QualitySuite.Scoring;

namespace QualitySuite.ScoringWorker.Pipeline;

/// <summary>Runs every model once over a batch of prepared images.</summary>
internal sealed class ModelRunner(ScoringEngine engine, WorkerTelemetry telemetry, ILogger<ModelRunner> logger)
{
    /// <returns>Null on success; the images then have their scores.</returns>
    public ScoringFailure? Run(List<ImageJob> jobs)
    {
        var spans = jobs.Select(job => WorkerTelemetry.StartStage("run models", job)).ToList();
        try
        {
            telemetry.Ran(jobs.Count);
            engine.Run([.. jobs.Select(job => job.Prepared!)]);
            return null;
        }
        catch (ScoringException e)
        {
            return new ScoringFailure("model_failed", e.Message, IsFinal: false);
        }
#pragma warning disable CA1031 // Whatever one batch does to the models, the worker goes on with the next.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.StageFailed(e);
            return new ScoringFailure("internal", $"{e.GetType().Name}: {e.Message}", IsFinal: false);
        }
        finally
        {
            spans.ForEach(span => span?.Dispose());
        }
    }
}
