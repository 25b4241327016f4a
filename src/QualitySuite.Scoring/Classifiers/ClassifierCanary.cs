using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Scoring.Classifiers;

/// <summary>Checks a freshly loaded classifier on its canary: alone, and last in a full batch of other images.</summary>
internal static class ClassifierCanary
{
    /// <summary>How far a score may move with the images beside it.</summary>
    public const double BatchTolerance = 1e-5;

    /// <exception cref="ModelPackException">The answer is not the recorded one, or depends on the rest of the batch.</exception>
    public static void Check(OnnxClassifier classifier, ClassifierManifest manifest)
    {
        var canary = manifest.Canary;
        var buffers = classifier.Rent();
        try
        {
            Place(canary, manifest.Input, buffers, 0);
            var alone = classifier.Run(buffers, 1).ToArray();
            CompareWithRecord(alone, manifest);
            if (classifier.MaxBatch == 1)
            {
                return;
            }

            var last = classifier.MaxBatch - 1;
            for (var i = 0; i < last; i++)
            {
                Place(canary with { Seed = canary.Seed + 1 + (uint)i }, manifest.Input, buffers, i);
            }

            Place(canary, manifest.Input, buffers, last);
            CompareWithBatch(alone, classifier.Run(buffers, classifier.MaxBatch)[(last * alone.Length)..]);
        }
        catch (ScoringException exception)
        {
            throw new ModelPackException($"On the canary: {exception.Message}", exception);
        }
        finally
        {
            classifier.Return(buffers);
        }
    }

    private static void Place(CanaryManifest canary, TensorInput input, BatchBuffers buffers, int index)
    {
        using var image = CanaryImage.Create(canary);
        ImageTensor.Fill(image, input, buffers.InputOf(index));
    }

    private static void CompareWithRecord(ReadOnlySpan<float> outputs, ClassifierManifest manifest)
    {
        for (var i = 0; i < outputs.Length; i++)
        {
            var recorded = manifest.Canary.Outputs[i];
            if (Math.Abs(outputs[i] - recorded) > manifest.Canary.Tolerance)
            {
                throw new ModelPackException(
                    $"On the canary the output '{manifest.Labels[i]}' is {outputs[i]:g6}; recorded is {recorded:g6} with a tolerance of {manifest.Canary.Tolerance:g2}.");
            }
        }
    }

    private static void CompareWithBatch(ReadOnlySpan<float> alone, ReadOnlySpan<float> inBatch)
    {
        for (var i = 0; i < alone.Length; i++)
        {
            var difference = Math.Abs(alone[i] - inBatch[i]);
            if (difference > BatchTolerance)
            {
                throw new ModelPackException(
                    $"A score depends on the other images of its batch (by {difference:g2} on the canary), as with dynamic quantisation; the part needs 'maxBatch': 1.");
            }
        }
    }
}
