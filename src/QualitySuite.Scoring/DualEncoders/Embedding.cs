using System.Numerics.Tensors;

namespace QualitySuite.Scoring;

/// <summary>An image in the space of a dual encoder.</summary>
/// <param name="Encoder">Identity of what computed it: a hash of weights and preprocessing, 64 hexadecimal digits.</param>
/// <param name="Values"><c>[D]</c>, Euclidean length 1.</param>
public sealed record Embedding(string Encoder, ReadOnlyMemory<float> Values)
{
    /// <summary>Divides by the Euclidean length.</summary>
    /// <exception cref="ScoringException">The length is 0 or not finite: there is no direction.</exception>
    internal static float[] Normalise(ReadOnlySpan<float> values)
    {
        var length = TensorPrimitives.Norm(values);
        if (!(length > 0) || !float.IsFinite(length))
        {
            throw new ScoringException($"The model gave an embedding of length {length}: it has no direction.");
        }

        var unit = new float[values.Length];
        TensorPrimitives.Divide(values, length, unit);
        return unit;
    }
}
