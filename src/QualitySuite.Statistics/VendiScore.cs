using System.Numerics.Tensors;

namespace QualitySuite.Statistics;

/// <summary>
/// The effective number of different items in a set: the exponential of the entropy of the eigenvalues of K / n, K the similarities of the items.
/// 1 when all are alike, n when none resembles another.
/// Source: Friedman and Dieng, "The Vendi Score: a diversity evaluation metric for machine learning", TMLR 2023.
/// </summary>
public static class VendiScore
{
    /// <summary>What similarities computed in another order may differ by.</summary>
    private const double Rounding = 1e-6;

    /// <summary>Of embeddings, which need not be of length 1: their similarity is the cosine.</summary>
    /// <exception cref="ArgumentException">A row is zero: it has no direction.</exception>
    public static double OfEmbeddings(EmbeddingMatrix set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return OfDirections(Directions(set), set.Count, set.Dimension);
    }

    /// <summary>Of similarities.</summary>
    /// <param name="similarities"><c>[n, n]</c>, symmetric, ones on the diagonal, no negative eigenvalue.</param>
    /// <exception cref="ArgumentException">It is not square, not symmetric, not finite, or its diagonal is not one.</exception>
    public static double OfSimilarities(double[,] similarities)
    {
        ArgumentNullException.ThrowIfNull(similarities);
        var n = similarities.GetLength(0);
        if (n == 0 || similarities.GetLength(1) != n || !AreSimilarities(similarities))
        {
            throw new ArgumentException("Similarities are a square, symmetric matrix of finite numbers with ones on the diagonal.", nameof(similarities));
        }

        return OfKernel([.. similarities.Cast<double>()], n, n);
    }

    /// <summary>The rows of a set at length 1: <c>[n, D]</c>.</summary>
    internal static double[] Directions(EmbeddingMatrix set)
    {
        var rows = new double[set.Values.Length];
        TensorPrimitives.ConvertTruncating<float, double>(set.Values, rows);
        for (var i = 0; i < set.Count; i++)
        {
            var row = rows.AsSpan(i * set.Dimension, set.Dimension);
            var length = TensorPrimitives.Norm<double>(row);
            if (length == 0)
            {
                throw new ArgumentException("A row is zero: it has no direction.", nameof(set));
            }

            TensorPrimitives.Divide(row, length, row);
        }

        return rows;
    }

    /// <summary>Of rows of length 1: <c>[count, dimension]</c>.</summary>
    internal static double OfDirections(double[] rows, int count, int dimension)
    {
        // X X' and X' X have the same eigenvalues but for zeros, which count for nothing: the smaller one does.
        if (count <= dimension)
        {
            return OfKernel(RowProducts.Gram(rows, count, dimension), count, count);
        }

        var columns = new double[rows.Length];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < dimension; j++)
            {
                columns[(j * count) + i] = rows[(i * dimension) + j];
            }
        }

        return OfKernel(RowProducts.Gram(columns, dimension, count), dimension, count);
    }

    private static bool AreSimilarities(double[,] matrix)
    {
        for (var i = 0; i < matrix.GetLength(0); i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var expected = i == j ? 1 : matrix[j, i];

                // So that what is not a number is refused too.
                if (!(Math.Abs(matrix[i, j] - expected) <= Rounding))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static double OfKernel(double[] kernel, int side, int count)
    {
        var entropy = 0.0;
        foreach (var value in SymmetricEigenvalues.Of(kernel, side))
        {
            var share = value / count;
            if (share > 0)
            {
                entropy -= share * Math.Log(share);
            }
        }

        return Math.Exp(entropy);
    }
}
