using QualitySuite.Scoring.ModelPacks;
using QualitySuite.Scoring.Sessions;

namespace QualitySuite.Scoring.Classifiers;

/// <summary>Checks a freshly loaded classifier on its canary.</summary>
internal static class ClassifierCanary
{
    /// <exception cref="ModelPackException">The answer is not the recorded one, or depends on the rest of the batch.</exception>
    public static void Check(OnnxImageModel classifier, ClassifierManifest manifest)
    {
        try
        {
            CompareWithRecord(CanaryRun.Check(classifier, manifest.Input, manifest.Canary), manifest);
        }
        catch (ScoringException exception)
        {
            throw new ModelPackException($"On the canary: {exception.Message}", exception);
        }
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
}
