using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Scoring.Heads;

/// <summary>Checks a freshly loaded head on its canary.</summary>
internal static class HeadCheck
{
    /// <summary>What a head is run on for which nothing is recorded.</summary>
    public static readonly HeadCanary Unrecorded = new(Seed: 1, [], Tolerance: 1e-3);

    /// <returns>The head's answer to the canary, one number a label.</returns>
    /// <exception cref="ModelPackException">The answer is not the recorded one.</exception>
    public static float[] Check(HeadNetwork network, HeadManifest manifest)
    {
        float[] outputs;
        try
        {
            outputs = network.Run(Embedding.Normalise(CanaryEmbedding((manifest.Canary ?? Unrecorded).Seed, network.Inputs)));
        }
        catch (ScoringException exception)
        {
            throw new ModelPackException($"On the canary: {exception.Message}", exception);
        }

        if (manifest.Canary is { } canary)
        {
            CompareWithRecord(outputs, manifest, canary);
        }

        return outputs;
    }

    private static void CompareWithRecord(float[] outputs, HeadManifest manifest, HeadCanary canary)
    {
        for (var i = 0; i < outputs.Length; i++)
        {
            var recorded = canary.Outputs[i];
            if (!(Math.Abs(outputs[i] - recorded) <= canary.Tolerance))
            {
                throw new ModelPackException(
                    $"On the canary the output '{manifest.OutputLabels[i]}' is {outputs[i]:g6}; recorded is {recorded:g6} with a tolerance of {canary.Tolerance:g2}.");
            }
        }
    }

    private static float[] CanaryEmbedding(uint seed, int dimension)
    {
        var values = new float[dimension];
        for (var i = 0; i < dimension; i++)
        {
            seed = unchecked((seed * 1664525) + 1013904223);
            values[i] = (seed >> 16) - 32767.5f;
        }

        return values;
    }
}
