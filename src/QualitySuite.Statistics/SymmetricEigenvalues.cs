using System.Numerics.Tensors;

namespace QualitySuite.Statistics;

/// <summary>
/// Eigenvalues of a symmetric matrix without its eigenvectors: a fraction of the time of a whole decomposition, which repeated drawings need.
/// Source: Golub and Van Loan, "Matrix Computations", 4th ed., 8.3.1 (Householder tridiagonalisation) and 8.3.3 (implicit QL with Wilkinson's shift).
/// </summary>
internal static class SymmetricEigenvalues
{
    private const int MostIterations = 60;

    /// <summary>Distance of 1 to the next double.</summary>
    private const double Rounding = 2.220446049250313e-16;

    /// <summary>In no particular order.</summary>
    /// <param name="matrix"><c>[n, n]</c>, row-major; only the lower triangle is read, and it is overwritten.</param>
    /// <param name="n">Rows, at least 1.</param>
    public static double[] Of(double[] matrix, int n)
    {
        var (diagonal, beside) = Tridiagonalise(matrix, n);
        for (var i = 0; i < n; i++)
        {
            Deflate(diagonal, beside, i);
        }

        return diagonal;
    }

    /// <summary>From the last row up, each is reflected onto its last number; beside[i] stands between i and i + 1.</summary>
    private static (double[] Diagonal, double[] Beside) Tridiagonalise(double[] matrix, int n)
    {
        var (diagonal, beside) = (new double[n], new double[n]);
        var product = new double[n];
        for (var i = n - 1; i > 0; i--)
        {
            diagonal[i] = matrix[(i * n) + i];
            var vector = matrix.AsSpan(i * n, i);
            var last = vector[^1];
            var norm = TensorPrimitives.Norm<double>(vector);
            if (norm == Math.Abs(last))
            {
                beside[i - 1] = last;
                continue;
            }

            var onto = last > 0 ? -norm : norm;
            beside[i - 1] = onto;
            vector[^1] = last - onto;
            Reflect(matrix, n, vector, 1 / (norm * (norm + Math.Abs(last))), product.AsSpan(0, i));
        }

        diagonal[0] = matrix[0];
        return (diagonal, beside);
    }

    /// <summary>A - v w' - w v' with w = p - (beta v'p / 2) v and p = beta A v, on the lower triangle of the rows that <paramref name="v"/> spans.</summary>
    private static void Reflect(double[] matrix, int n, ReadOnlySpan<double> v, double beta, Span<double> w)
    {
        w.Clear();
        for (var j = 0; j < v.Length; j++)
        {
            // A number left of the diagonal stands for its mirror too: one pass over the triangle serves both.
            var row = matrix.AsSpan(j * n, j);
            w[j] += TensorPrimitives.Dot(row, v[..j]) + (matrix[(j * n) + j] * v[j]);
            TensorPrimitives.MultiplyAdd(row, v[j], w[..j], w[..j]);
        }

        TensorPrimitives.Multiply(w, beta, w);
        TensorPrimitives.MultiplyAdd(v, -beta / 2 * TensorPrimitives.Dot(v, w), w, w);
        for (var j = 0; j < v.Length; j++)
        {
            var row = matrix.AsSpan(j * n, j + 1);
            TensorPrimitives.MultiplyAdd(w[..(j + 1)], -v[j], row, row);
            TensorPrimitives.MultiplyAdd(v[..(j + 1)], -w[j], row, row);
        }
    }

    /// <summary>Implicit QL steps until diagonal[<paramref name="first"/>] stands alone.</summary>
    private static void Deflate(double[] diagonal, double[] beside, int first)
    {
        for (var iteration = 0; iteration < MostIterations; iteration++)
        {
            var end = first;
            while (end < diagonal.Length - 1 && !IsNegligible(beside[end], diagonal[end], diagonal[end + 1]))
            {
                end++;
            }

            if (end == first)
            {
                return;
            }

            Step(diagonal, beside, first, end);
        }

        throw new ArithmeticException($"An eigenvalue was not found in {MostIterations} iterations.");
    }

    private static bool IsNegligible(double beside, double a, double b) => Math.Abs(beside) <= Rounding * (Math.Abs(a) + Math.Abs(b));

    private static void Step(double[] d, double[] e, int first, int end)
    {
        var g = (d[first + 1] - d[first]) / (2 * e[first]);
        g = d[end] - d[first] + (e[first] / (g + Math.CopySign(double.Hypot(g, 1), g)));
        var (sine, cosine, shift) = (1.0, 1.0, 0.0);
        for (var i = end - 1; i >= first; i--)
        {
            var (f, b) = (sine * e[i], cosine * e[i]);
            var r = double.Hypot(f, g);
            e[i + 1] = r;
            if (r == 0)
            {
                d[i + 1] -= shift;
                e[end] = 0;
                return;
            }

            (sine, cosine) = (f / r, g / r);
            g = d[i + 1] - shift;
            r = ((d[i] - g) * sine) + (2 * cosine * b);
            shift = sine * r;
            d[i + 1] = g + shift;
            g = (cosine * r) - b;
        }

        d[first] -= shift;
        e[first] = g;
        e[end] = 0;
    }
}
