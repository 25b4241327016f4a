namespace QualitySuite.Statistics;

/// <summary>Embeddings of a set of images: <c>[Count, Dimension]</c>, row-major.</summary>
public sealed class EmbeddingMatrix
{
    /// <param name="values"><paramref name="count"/> rows one after the other; not copied.</param>
    /// <param name="count">Rows, at least 1.</param>
    /// <param name="dimension">Numbers in a row, at least 1.</param>
    /// <exception cref="ArgumentException">The length is not their product, or a number is not finite.</exception>
    public EmbeddingMatrix(float[] values, int count, int dimension)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        if (values.Length != (long)count * dimension)
        {
            throw new ArgumentException($"{values.Length} numbers are not {count} rows of {dimension}.", nameof(values));
        }

        if (!Array.TrueForAll(values, float.IsFinite))
        {
            throw new ArgumentException("A number is not finite.", nameof(values));
        }

        Values = values;
        Count = count;
        Dimension = dimension;
    }

    public float[] Values { get; }

    public int Count { get; }

    public int Dimension { get; }

    public ReadOnlySpan<float> Row(int index) => Values.AsSpan(index * Dimension, Dimension);

    /// <summary>The rows of both, the first set's first.</summary>
    internal static EmbeddingMatrix Concatenate(EmbeddingMatrix first, EmbeddingMatrix second) =>
        new([.. first.Values, .. second.Values], first.Count + second.Count, first.Dimension);

    internal static void ThrowIfDimensionsDiffer(EmbeddingMatrix first, EmbeddingMatrix second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Dimension != second.Dimension)
        {
            throw new ArgumentException($"Embeddings of {first.Dimension} and of {second.Dimension} numbers cannot be compared.", nameof(second));
        }
    }
}
