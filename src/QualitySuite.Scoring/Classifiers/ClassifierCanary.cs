using QualitySuite.Scoring.ModelPacks;
using QualitySuite.Scoring.Sessions;

namespace QualitySuite.Scoring.Classifiers;

/// <summary>Checks a freshly loaded classifier on its canary.</summary>
internal static class ClassifierCanary
{
    /// <summary>What a classifier is run on for which nothing is recorded.</summary>
    public static readonly CanaryManifest Unrecorded = new(Seed: 1, Block: 24, Width: 200, Height: 150, [], Tolerance: 1e-3);

    /// <returns>The probabilities that it gives for the canary, one a label.</returns>
    /// <exception cref="ModelPackException">The answer is not the recorded one, or depends on the rest of the batch.</exception>
    public static float[] Check(OnnxImageModel classifier, ClassifierManifest manifest)
    {
        try
        {
            var probabilities = CanaryRun.Check(classifier, manifest.Input, manifest.Canary ?? Unrecorded);
            ClassifierProbabilities.Apply(manifest.Activation, probabilities);
            if (manifest.Canary is { } canary)
            {
                CompareWithRecord(probabilities, manifest, canary);
            }

            return probabilities;
        }
        catch (ScoringException exception)
        {
            throw new ModelPackException($"On the canary: {exception.Message}", exception);
        }
    }

    private static void CompareWithRecord(float[] outputs, ClassifierManifest manifest, CanaryManifest canary)
    {
        for (var i = 0; i < outputs.Length; i++)
        {
            var recorded = canary.Outputs[i];
            if (!(Math.Abs(outputs[i] - recorded) <= canary.Tolerance))
            {
                throw new ModelPackException(
                    $"On the canary the output '{manifest.Labels[i]}' is {outputs[i]:g6}; recorded is {recorded:g6} with a tolerance of {canary.Tolerance:g2}.");
            }
        }
    }
}
