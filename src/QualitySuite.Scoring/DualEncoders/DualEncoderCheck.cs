using System.Numerics.Tensors;
using QualitySuite.Scoring.ModelPacks;
using QualitySuite.Scoring.Sessions;

namespace QualitySuite.Scoring.DualEncoders;

/// <summary>What a dual encoder gave for its canary.</summary>
/// <param name="Image">The image's embedding, of length 1.</param>
/// <param name="Text">The text's.</param>
/// <param name="Cosine">Of the two.</param>
internal sealed record DualEncoderAnswer(float[] Image, float[] Text, double Cosine);

/// <summary>Checks a freshly loaded dual encoder on its canary: image and text alone, and last in a batch.</summary>
internal static class DualEncoderCheck
{
    /// <summary>What a dual encoder is run on for which nothing is recorded.</summary>
    public static readonly DualEncoderCanary Unrecorded = new(Seed: 1, Block: 8, Width: 96, Height: 64, Text: "a photo", [], [], 0, Tolerance: 1e-3);

    /// <exception cref="ModelPackException">An answer is not the recorded one, or depends on the rest of the batch.</exception>
    public static DualEncoderAnswer Check(DualEncoderManifest manifest, OnnxImageModel images, TextModel texts)
    {
        var canary = manifest.Canary ?? Unrecorded;
        try
        {
            var image = Embedding.Normalise(CanaryRun.Check(images, manifest.Image.Input, canary.Image));
            var text = Embed(texts, canary.Text);
            var answer = new DualEncoderAnswer(image, text, TensorPrimitives.Dot<float>(image, text));
            Compare("image", image, canary.ImageEmbedding, canary.Tolerance);
            Compare("text", text, canary.TextEmbedding, canary.Tolerance);
            if (manifest.Canary is not null)
            {
                Compare("cosine", [(float)answer.Cosine], [canary.Cosine], canary.Tolerance);
            }

            return answer;
        }
        catch (ScoringException exception)
        {
            throw new ModelPackException($"On the canary: {exception.Message}", exception);
        }
    }

    private static float[] Embed(TextModel texts, string canary)
    {
        var tokens = texts.Tokenizer.Encode(canary);
        var alone = texts.Embed([tokens])[0];
        var inBatch = texts.Embed([texts.Tokenizer.Encode("one"), texts.Tokenizer.Encode($"{canary}, {canary}, and further words"), tokens])[2];
        var difference = TensorPrimitives.Distance<float>(alone, inBatch);
        return difference <= CanaryRun.BatchTolerance
            ? alone
            : throw new ModelPackException(
                $"A text's embedding depends on the other texts of its batch (by {difference:g2} on the canary), as with dynamic quantisation; the text model needs 'maxBatch': 1.");
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
