using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Scoring.Sessions;

/// <summary>Runs a freshly loaded image model on its canary: alone, and last in a full batch of other images.</summary>
internal static class CanaryRun
{
    /// <summary>How far a number may move with the images beside it.</summary>
    public const double BatchTolerance = 1e-5;

    /// <returns>The model's answer to the canary.</returns>
    /// <exception cref="ModelPackException">The answer depends on the rest of the batch.</exception>
    /// <exception cref="ScoringException">The model fails.</exception>
    public static float[] Check(OnnxImageModel model, TensorInput input, CanaryManifest canary)
    {
        var buffers = model.Rent();
        try
        {
            Place(canary, input, buffers, 0);
            var alone = model.Run(buffers, 1).ToArray();
            if (model.MaxBatch > 1)
            {
                var last = model.MaxBatch - 1;
                for (var i = 0; i < last; i++)
                {
                    Place(canary with { Seed = canary.Seed + 1 + (uint)i }, input, buffers, i);
                }

                Place(canary, input, buffers, last);
                CompareWithBatch(alone, model.Run(buffers, model.MaxBatch)[(last * alone.Length)..]);
            }

            return alone;
        }
        finally
        {
            model.Return(buffers);
        }
    }

    private static void Place(CanaryManifest canary, TensorInput input, BatchBuffers buffers, int index)
    {
        using var image = CanaryImage.Create(canary);
        ImageTensor.Fill(image, input, buffers.InputOf(index));
    }

    // An embedding's scale is the model's own affair: the difference counts beside its largest number where that is above 1.
    private static void CompareWithBatch(ReadOnlySpan<float> alone, ReadOnlySpan<float> inBatch)
    {
        var scale = 1f;
        foreach (var value in alone)
        {
            scale = Math.Max(scale, Math.Abs(value));
        }

        for (var i = 0; i < alone.Length; i++)
        {
            var difference = Math.Abs(alone[i] - inBatch[i]) / scale;
            if (difference > BatchTolerance)
            {
                throw new ModelPackException(
                    $"A score depends on the other images of its batch (by {difference:g2} on the canary), as with dynamic quantisation; the part needs 'maxBatch': 1.");
            }
        }
    }
}
