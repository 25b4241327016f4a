using MathNet.Numerics.LinearAlgebra;

namespace QualitySuite.Statistics.Tests;

public sealed class SymmetricEigenvaluesTests
{
    /// <summary>The second differences of n points have the eigenvalues 2 - 2 cos(k pi / (n + 1)).</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(17)]
    [InlineData(200)]
    public void Second_differences_have_their_known_eigenvalues(int n)
    {
        var matrix = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            matrix[(i * n) + i] = 2;
            if (i > 0)
            {
                matrix[(i * n) + i - 1] = matrix[((i - 1) * n) + i] = -1;
            }
        }

        var expected = Enumerable.Range(1, n).Select(k => 2 - (2 * Math.Cos(k * Math.PI / (n + 1))));
        Assert.Equal(expected, SymmetricEigenvalues.Of(matrix, n).Order(), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Theory]
    [InlineData(3, 1, 3)]
    [InlineData(20, 2, 20)]
    [InlineData(60, 3, 25)]
    [InlineData(129, 4, 129)]
    public void They_are_those_of_a_whole_decomposition(int n, int seed, int rank)
    {
        var random = new Random(seed);
        var factor = Matrix<double>.Build.Dense(n, rank, (_, _) => random.NextDouble() - 0.5);
        var matrix = factor * factor.Transpose();

        var expected = matrix.Evd(Symmetricity.Symmetric).EigenValues.Select(v => v.Real).Order();
        Assert.Equal(expected, SymmetricEigenvalues.Of(matrix.ToRowMajorArray(), n).Order(), (a, b) => Math.Abs(a - b) < 1e-10 * n);
    }

    [Fact]
    public void A_diagonal_matrix_and_one_of_zeros_have_their_diagonals()
    {
        Assert.Equal([-3, 1, 2], SymmetricEigenvalues.Of([2, 0, 0, 0, -3, 0, 0, 0, 1], 3).Order());
        Assert.Equal([0, 0], SymmetricEigenvalues.Of([0, 0, 0, 0], 2));
        Assert.Equal([-1, 1], SymmetricEigenvalues.Of([0, 1, 1, 0], 2).Order(), (a, b) => Math.Abs(a - b) < 1e-15);
    }
}
