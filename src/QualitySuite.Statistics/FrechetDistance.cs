using MathNet.Numerics.LinearAlgebra;

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
        EmbeddingMatrix.ThrowIfDimensionsDiffer(first, second);
        if (first.Count < 2 || second.Count < 2)
        {
            throw new ArgumentException("A covariance needs two images at least.", first.Count < 2 ? nameof(first) : nameof(second));
        }

        var (mean1, covariance1) = Moments(first);
        var (mean2, covariance2) = Moments(second);
        return Between(mean1, covariance1, mean2, covariance2);
    }

    /// <summary>Of two Gaussians.</summary>
    /// <param name="mean1"><c>[D]</c>.</param>
    /// <param name="covariance1"><c>[D, D]</c>, symmetric, no negative eigenvalue.</param>
    /// <param name="mean2"><c>[D]</c>.</param>
    /// <param name="covariance2"><c>[D, D]</c>, symmetric, no negative eigenvalue.</param>
    internal static double Between(Vector<double> mean1, Matrix<double> covariance1, Vector<double> mean2, Matrix<double> covariance2)
    {
        // (S1 S2)^(1/2) has the eigenvalues of (R S2 R)^(1/2) with R = S1^(1/2), and that product is symmetric.
        var root = SquareRoot(covariance1);
        var product = root * covariance2 * root;
        var trace = (product + product.Transpose()).Divide(2).Evd(Symmetricity.Symmetric).EigenValues.Sum(value => Math.Sqrt(Math.Max(0, value.Real)));
        var difference = mean1 - mean2;
        return Math.Max(0, (difference * difference) + covariance1.Trace() + covariance2.Trace() - (2 * trace));
    }

    private static (Vector<double> Mean, Matrix<double> Covariance) Moments(EmbeddingMatrix set)
    {
        var rows = Matrix<double>.Build.Dense(set.Count, set.Dimension, (i, j) => set.Values[(i * set.Dimension) + j]);
        var mean = rows.ColumnSums() / set.Count;
        var centred = Matrix<double>.Build.Dense(set.Count, set.Dimension, (i, j) => rows[i, j] - mean[j]);
        return (mean, centred.TransposeThisAndMultiply(centred) / (set.Count - 1));
    }

    private static Matrix<double> SquareRoot(Matrix<double> symmetric)
    {
        var decomposition = symmetric.Evd(Symmetricity.Symmetric);
        var vectors = decomposition.EigenVectors;
        var roots = Matrix<double>.Build.DenseOfDiagonalVector(decomposition.EigenValues.Map(value => Math.Sqrt(Math.Max(0, value.Real))));
        return vectors * roots * vectors.Transpose();
    }
}
