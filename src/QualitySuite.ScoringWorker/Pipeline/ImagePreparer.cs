using QualitySuite.Imaging;
using QualitySuite.Scoring;
using QualitySuite.Storage.Images;

namespace QualitySuite.ScoringWorker.Pipeline;

/// <summary>Brings an image from the store to what the models take: read, decode, measure, resize.</summary>
internal sealed class ImagePreparer(ImageStore images, ScoringEngine engine)
{
    /// <returns>Null on success; the job then has its <see cref="ImageJob.Prepared"/>.</returns>
    /// <exception cref="ServiceDefaults.OutageException">The store cannot be reached, which says nothing about this image.</exception>
    public async Task<ScoringFailure?> PrepareAsync(ImageJob job, CancellationToken cancellationToken)
    {
        using var span = WorkerTelemetry.StartStage("prepare image", job.Activity);
        try
        {
            using var file = await images.ReadAsync(job.Address, cancellationToken);
            if (file is null)
            {
                return new ScoringFailure("image_missing", "The image is not in the image store.", IsFinal: false);
            }

            using var pixels = ImageDecoder.Decode(file.Memory.Span);
            job.Prepared = engine.Prepare(pixels, job.Prompt, engine.PlanFor(job.GenerationId));
            return null;
        }
        catch (ImageDecodeException e)
        {
            return new ScoringFailure("undecodable_image", e.Message, IsFinal: true);
        }
        catch (IOException e)
        {
            return new ScoringFailure("image_store_failed", $"The image store failed: {e.Message}", IsFinal: false);
        }
    }
}
