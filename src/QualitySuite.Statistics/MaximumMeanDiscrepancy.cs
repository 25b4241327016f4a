using System.Numerics.Tensors;

namespace QualitySuite.Statistics;

/// <summary>
/// Squared maximum mean discrepancy with a Gaussian kernel, in the form of CMMD: mean k(x, x') + mean k(y, y') - 2 mean k(x, y) over all pairs,
/// the diagonal included, k(a, b) = exp(-|a - b|^2 / (2 sigma^2)). 0 for equal sets.
/// Source: Gretton et al., "A kernel two-sample test", JMLR 13 (2012); Jayasumana et al., "Rethinking FID: towards a better evaluation metric for
/// image generation", CVPR 2024, whose sigma is 10 and whose scale is 1000.
/// </summary>
public static class MaximumMeanDiscrepancy
{
    /// <summary>Sigma of CMMD, for embeddings of length 1.</summary>
    public const double CmmdSigma = 10;

    /// <summary>CMMD multiplies by it for legibility.</summary>
    public const double CmmdScale = 1000;

    /// <summary>CMMD of two sets of embeddings of length 1.</summary>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public static double Cmmd(EmbeddingMatrix first, EmbeddingMatrix second) => CmmdScale * Squared(first, second, CmmdSigma);

    /// <param name="first"><c>[n, D]</c>.</param>
    /// <param name="second"><c>[m, D]</c>.</param>
    /// <param name="sigma">Width of the kernel, positive.</param>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The width is not positive.</exception>
    public static double Squared(EmbeddingMatrix first, EmbeddingMatrix second, double sigma)
    {
        EmbeddingMatrix.ThrowIfDimensionsDiffer(first, second);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sigma);
        ArgumentOutOfRangeException.ThrowIfEqual(double.IsFinite(sigma), false, nameof(sigma));
        var squared = WithinMean(first, sigma) + WithinMean(second, sigma) - (2 * BetweenMean(first, second, sigma));

        // The sum of squares that it is cannot be negative; rounding can.
        return Math.Max(0, squared);
    }

    private static double WithinMean(EmbeddingMatrix set, double sigma)
    {
        // Each pair once, the diagonal is 1.
        var sum = 0.0;
        for (var i = 1; i < set.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                sum += Kernel(set.Row(i), set.Row(j), sigma);
            }
        }

        return ((2 * sum) + set.Count) / ((double)set.Count * set.Count);
    }

    private static double BetweenMean(EmbeddingMatrix first, EmbeddingMatrix second, double sigma)
    {
        var sum = 0.0;
        for (var i = 0; i < first.Count; i++)
        {
            for (var j = 0; j < second.Count; j++)
            {
                sum += Kernel(first.Row(i), second.Row(j), sigma);
            }
        }

        return sum / ((double)first.Count * second.Count);
    }

    internal static double Kernel(ReadOnlySpan<float> a, ReadOnlySpan<float> b, double sigma)
    {
        double distance = TensorPrimitives.Distance(a, b);
        return Math.Exp(-distance * distance / (2 * sigma * sigma));
    }
}
