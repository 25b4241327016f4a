using System.Numerics.Tensors;

namespace QualitySuite.Statistics;

/// <summary>
/// Squared Fréchet distance of the Gaussians fitted to two sets: |m1 - m2|^2 + tr(S1 + S2 - 2 (S1 S2)^(1/2)). 0 for equal moments.
/// Source: Dowson and Landau, "The Fréchet distance between multivariate normal distributions", J. Multivariate Analysis 12 (1982); Heusel et al.,
/// "GANs trained by a two time-scale update rule", NeurIPS 2017 (FID, on Inception's features; here on those of the installed encoder).
/// </summary>
/// <remarks>Biased upwards where a set has few more images than dimensions: compare only sets of like size.</remarks>
public static class FrechetDistance
{
    /// <summary>Of two sets of embeddings; covariances with divisor n - 1.</summary>
    /// <exception cref="ArgumentException">The dimensions differ, or a set has fewer than two rows.</exception>
    public static double Between(EmbeddingMatrix first, EmbeddingMatrix second)
    {
        ThrowIfTooSmall(first, second);
        return Between(Gaussian.Of(first), Gaussian.Of(second));
    }

    /// <summary>Of two Gaussians.</summary>
    internal static double Between(Gaussian first, Gaussian second)
    {
        // S1 S2 = R'R S2 has the eigenvalues of R S2 R', and that product is symmetric.
        var n = first.Mean.Length;
        var product = RowProducts.Congruence(RowProducts.SquareRoot(first.Covariance, n), second.Covariance, n);
        var trace = SymmetricEigenvalues.Of(product, n).Sum(value => Math.Sqrt(Math.Max(0, value)));
        var distance = TensorPrimitives.Distance<double>(first.Mean, second.Mean);
        return Math.Max(0, (distance * distance) + Trace(first.Covariance, n) + Trace(second.Covariance, n) - (2 * trace));
    }

    internal static void ThrowIfTooSmall(EmbeddingMatrix first, EmbeddingMatrix second)
    {
        EmbeddingMatrix.ThrowIfDimensionsDiffer(first, second);
        if (first.Count < 2 || second.Count < 2)
        {
            throw new ArgumentException("A covariance needs two images at least.", first.Count < 2 ? nameof(first) : nameof(second));
        }
    }

    private static double Trace(double[] matrix, int n)
    {
        var trace = 0.0;
        for (var i = 0; i < n; i++)
        {
            trace += matrix[(i * n) + i];
        }

        return trace;
    }
}
