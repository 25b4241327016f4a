using System.Diagnostics;
using System.Numerics.Tensors;
using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Scoring.Heads;

/// <summary>The arithmetic of a head: its layers, then its output.</summary>
/// <param name="layers">At least one, each taking what the one before gives.</param>
/// <param name="output">What becomes of the last layer's numbers.</param>
internal sealed class HeadNetwork(IReadOnlyList<AffineLayer> layers, HeadOutput output)
{
    /// <summary>Numbers in an embedding.</summary>
    public int Inputs => layers[0].Inputs;

    /// <param name="embedding"><c>[Inputs]</c>, length 1.</param>
    /// <returns>One number a label.</returns>
    /// <exception cref="ScoringException">A number is not finite.</exception>
    public float[] Run(ReadOnlySpan<float> embedding)
    {
        float[] values = [.. embedding];
        foreach (var layer in layers)
        {
            values = layer.Apply(values);
        }

        Finish(values);
        return Array.TrueForAll(values, float.IsFinite) ? values : throw new ScoringException("The head gave a number that is not finite.");
    }

    private void Finish(float[] values)
    {
        switch (output)
        {
            case HeadOutput.Softmax:
                // Shifted by the greatest, which changes nothing but keeps the exponentials finite.
                TensorPrimitives.Subtract(values, TensorPrimitives.Max<float>(values), values);
                TensorPrimitives.SoftMax(values, values);
                break;
            case HeadOutput.Sigmoid:
                TensorPrimitives.Sigmoid<float>(values, values);
                break;
            case HeadOutput.Argmax when Array.TrueForAll(values, float.IsFinite):
                var greatest = Array.IndexOf(values, values.Max());
                Array.Clear(values);
                values[greatest] = 1;
                break;
            case HeadOutput.Argmax:
            case HeadOutput.Value:
                break;
            default:
                throw new UnreachableException($"The output {output} is not one that a manifest can have.");
        }
    }
}
