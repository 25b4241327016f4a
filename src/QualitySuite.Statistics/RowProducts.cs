using System.Numerics.Tensors;

namespace QualitySuite.Statistics;

/// <summary>Products of the rows of matrices, in blocks that stay in the processor's cache. One thread: whoever calls shares its machine.</summary>
internal static class RowProducts
{
    private const int BlockRows = 24;

    /// <summary>The dot products of all pairs of rows: <c>[count, count]</c>, symmetric.</summary>
    /// <param name="rows"><c>[count, length]</c>, row-major.</param>
    /// <param name="count">Rows.</param>
    /// <param name="length">Numbers in a row.</param>
    public static double[] Gram(double[] rows, int count, int length)
    {
        var products = new double[count * count];
        for (var block = 0; block < count; block += BlockRows)
        {
            var end = Math.Min(block + BlockRows, count);
            for (var i = block; i < count; i++)
            {
                var row = rows.AsSpan(i * length, length);
                for (var j = block; j < Math.Min(end, i + 1); j++)
                {
                    products[(i * count) + j] = products[(j * count) + i] = TensorPrimitives.Dot<double>(row, rows.AsSpan(j * length, length));
                }
            }
        }

        return products;
    }

    /// <summary>R S R' of an upper triangular R and a symmetric S, both <c>[n, n]</c>; only the lower triangle of the answer is filled.</summary>
    public static double[] Congruence(double[] upper, double[] symmetric, int n)
    {
        var half = new double[n * n];
        for (var block = 0; block < n; block += BlockRows)
        {
            for (var i = 0; i < n; i++)
            {
                for (var k = block; k < Math.Min(block + BlockRows, n); k++)
                {
                    half[(k * n) + i] = TensorPrimitives.Dot<double>(upper.AsSpan((k * n) + k, n - k), symmetric.AsSpan((i * n) + k, n - k));
                }
            }
        }

        var product = new double[n * n];
        for (var block = 0; block < n; block += BlockRows)
        {
            for (var k = block; k < n; k++)
            {
                var row = upper.AsSpan((k * n) + k, n - k);
                for (var l = block; l < Math.Min(block + BlockRows, k + 1); l++)
                {
                    product[(k * n) + l] = TensorPrimitives.Dot<double>(row, half.AsSpan((l * n) + k, n - k));
                }
            }
        }

        return product;
    }

    /// <summary>The upper triangular R with R' R = S of a symmetric S without negative eigenvalues (Cholesky). Where S has a direction without
    /// extent, R's row is zero.</summary>
    public static double[] SquareRoot(double[] symmetric, int n)
    {
        // Rows of the lower triangle: each number of it is a dot product of two of their beginnings.
        var lower = new double[n * n];
        var negligible = 0.0;
        for (var i = 0; i < n; i++)
        {
            negligible = Math.Max(negligible, symmetric[(i * n) + i] * n * 1e-15);
        }

        for (var i = 0; i < n; i++)
        {
            var row = lower.AsSpan(i * n, n);
            for (var j = 0; j < i; j++)
            {
                var pivot = lower[(j * n) + j];
                row[j] = pivot == 0 ? 0 : (symmetric[(i * n) + j] - TensorPrimitives.Dot<double>(row[..j], lower.AsSpan(j * n, j))) / pivot;
            }

            var rest = symmetric[(i * n) + i] - TensorPrimitives.SumOfSquares<double>(row[..i]);
            row[i] = rest > negligible ? Math.Sqrt(rest) : 0;
        }

        return Transpose(lower, n);
    }

    private static double[] Transpose(double[] matrix, int n)
    {
        var transposed = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                transposed[(j * n) + i] = matrix[(i * n) + j];
            }
        }

        return transposed;
    }
}
