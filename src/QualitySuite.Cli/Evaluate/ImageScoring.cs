using QualitySuite.Imaging;
using QualitySuite.Scoring;

namespace QualitySuite.Cli.Evaluate;

/// <summary>Draws and scores images by as many loops as there are threads. What runs together does not depend on how many those are, nor then does any score.</summary>
internal static class ImageScoring
{
    private const int Batch = 8;

    /// <param name="engine">What scores them.</param>
    /// <param name="images">They take their scores.</param>
    /// <param name="threads">At least 1.</param>
    /// <param name="finished">Called once an image, from any thread.</param>
    /// <param name="cancellationToken">Stops after the batches in hand.</param>
    /// <exception cref="ToolException">A model failed on an image.</exception>
    public static Task RunAsync(ScoringEngine engine, IReadOnlyList<EvaluationImage> images, int threads, Action finished, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            images.Chunk(Batch),
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken },
            (batch, _) =>
            {
                Score(engine, batch, finished);
                return ValueTask.CompletedTask;
            });

    private static void Score(ScoringEngine engine, EvaluationImage[] batch, Action finished)
    {
        var prepared = new List<PreparedImage>(Batch);
        try
        {
            foreach (var image in batch)
            {
                using var picture = ImageDecoder.Decode(image.Result.Draw());
                prepared.Add(engine.Prepare(picture, image.Prompt, image.Plan));
            }

            engine.Run(prepared);
            foreach (var (image, scored) in batch.Zip(prepared))
            {
                image.Take(scored);
                finished();
            }
        }
        finally
        {
            prepared.ForEach(image => image.Dispose());
        }
    }
}
