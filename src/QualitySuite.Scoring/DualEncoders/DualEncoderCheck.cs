using System.Numerics.Tensors;
using QualitySuite.Scoring.ModelPacks;
using QualitySuite.Scoring.Sessions;

namespace QualitySuite.Scoring.DualEncoders;

/// <summary>Checks a freshly loaded dual encoder on its canary, the image alone and last in a full batch.</summary>
internal static class DualEncoderCheck
{
    private static readonly DualEncoderCanary Unrecorded = new(Seed: 1, Block: 8, Width: 96, Height: 64, Text: "a photo", [], [], 0, Tolerance: 2);

    /// <exception cref="ModelPackException">An answer is not the recorded one, or depends on the rest of the batch.</exception>
    public static void Check(DualEncoderManifest manifest, OnnxImageModel images, TextModel texts)
    {
        var canary = manifest.Canary ?? Unrecorded;
        try
        {
            var image = Embedding.Normalise(CanaryRun.Check(images, manifest.Image.Input, canary.Image));
            var text = texts.Embed([texts.Tokenizer.Encode(canary.Text)])[0];
            Compare("image", image, canary.ImageEmbedding, canary.Tolerance);
            Compare("text", text, canary.TextEmbedding, canary.Tolerance);
            Compare("cosine", [TensorPrimitives.Dot<float>(image, text)], [canary.Cosine], canary.Tolerance);
        }
        catch (ScoringException exception)
        {
            throw new ModelPackException($"On the canary: {exception.Message}", exception);
        }
    }

    private static void Compare(string what, ReadOnlySpan<float> actual, IReadOnlyList<double> recorded, double tolerance)
    {
        for (var i = 0; i < recorded.Count; i++)
        {
            if (!(Math.Abs(actual[i] - recorded[i]) <= tolerance))
            {
                throw new ModelPackException(
                    $"On the canary the {what} has {actual[i]:g6} at {i}; recorded is {recorded[i]:g6} with a tolerance of {tolerance:g2}.");
            }
        }
    }
}
