using MathNet.Numerics.LinearAlgebra;

namespace QualitySuite.Statistics;

/// <summary>
/// The effective number of different items in a set: the exponential of the entropy of the eigenvalues of K / n, K the similarities of the items.
/// 1 when all are alike, n when none resembles another.
/// Source: Friedman and Dieng, "The Vendi Score: a diversity evaluation metric for machine learning", TMLR 2023.
/// </summary>
public static class VendiScore
{
    /// <summary>Of embeddings, which need not be of length 1: their similarity is the cosine.</summary>
    /// <exception cref="ArgumentException">A row is zero: it has no direction.</exception>
    public static double OfEmbeddings(EmbeddingMatrix set)
    {
        ArgumentNullException.ThrowIfNull(set);
        var rows = Matrix<double>.Build.Dense(set.Count, set.Dimension, (i, j) => set.Values[(i * set.Dimension) + j]).NormalizeRows(2);
        if (rows.RowNorms(2).Any(length => length == 0))
        {
            throw new ArgumentException("A row is zero: it has no direction.", nameof(set));
        }

        // X X^T and X^T X have the same eigenvalues but for zeros, which count for nothing: the smaller one does.
        return OfKernel(set.Count <= set.Dimension ? rows.TransposeAndMultiply(rows) : rows.TransposeThisAndMultiply(rows), set.Count);
    }

    /// <summary>Of similarities.</summary>
    /// <param name="similarities"><c>[n, n]</c>, symmetric, ones on the diagonal, no negative eigenvalue.</param>
    /// <exception cref="ArgumentException">It is not square, or its diagonal is not one.</exception>
    public static double OfSimilarities(double[,] similarities)
    {
        ArgumentNullException.ThrowIfNull(similarities);
        var n = similarities.GetLength(0);
        if (n == 0 || similarities.GetLength(1) != n || Enumerable.Range(0, n).Any(i => Math.Abs(similarities[i, i] - 1) > 1e-6))
        {
            throw new ArgumentException("Similarities are a square matrix with ones on the diagonal.", nameof(similarities));
        }

        return OfKernel(Matrix<double>.Build.DenseOfArray(similarities), n);
    }

    private static double OfKernel(Matrix<double> kernel, int count)
    {
        var entropy = 0.0;
        foreach (var value in kernel.Evd(Symmetricity.Symmetric).EigenValues)
        {
            var share = value.Real / count;
            if (share > 0)
            {
                entropy -= share * Math.Log(share);
            }
        }

        return Math.Exp(entropy);
    }
}
