using MathNet.Numerics.LinearAlgebra;

namespace QualitySuite.Statistics.Tests;

/// <summary>CMMD, Fréchet distance and Vendi score on known answers and against plain sums.</summary>
public sealed class SetMetricTests
{
    [Fact]
    public void The_vendi_score_of_three_items_two_of_them_alike()
    {
        // The authors' example; to four digits.
        Assert.Equal(2.1573, VendiScore.OfSimilarities(new[,] { { 1, 0.9, 0 }, { 0.9, 1, 0 }, { 0, 0, 1 } }), 1e-4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    public void The_vendi_score_of_equal_items_is_one_and_of_orthogonal_items_their_number(int n)
    {
        var equal = new EmbeddingMatrix([.. Enumerable.Repeat<float[]>([0.6f, 0.8f], n).SelectMany(row => row)], n, 2);
        var orthogonal = new float[n * n];
        for (var i = 0; i < n; i++)
        {
            orthogonal[(i * n) + i] = 3;
        }

        Assert.Equal(1, VendiScore.OfEmbeddings(equal), 1e-6);
        Assert.Equal(n, VendiScore.OfEmbeddings(new EmbeddingMatrix(orthogonal, n, n)), 1e-6);
    }

    [Fact]
    public void The_vendi_score_is_the_same_by_rows_and_by_columns()
    {
        // 12 rows of 5 numbers: computed from a 5 x 5 matrix here, from the 12 x 12 of the definition there.
        var set = Draw(1, 12, 5, 0, 1);
        var similarities = new double[12, 12];
        for (var i = 0; i < 12; i++)
        {
            for (var j = 0; j < 12; j++)
            {
                similarities[i, j] = Cosine(set.Row(i), set.Row(j));
            }
        }

        Assert.Equal(VendiScore.OfSimilarities(similarities), VendiScore.OfEmbeddings(set), 1e-6);
    }

    [Fact]
    public void The_frechet_distance_of_gaussians_on_known_answers()
    {
        Assert.Equal(25, FrechetDistance.Between(new Gaussian([0, 0], [1, 0, 0, 1]), new Gaussian([3, 4], [1, 0, 0, 1])), 1e-9);
        Assert.Equal(2, FrechetDistance.Between(new Gaussian([0, 0], [1, 0, 0, 1]), new Gaussian([0, 0], [4, 0, 0, 4])), 1e-9);

        // Covariances that do not commute: tr of the root is sqrt(tr + 2 sqrt(det)) of the product for 2 x 2.
        var a = Matrix<double>.Build.DenseOfArray(new[,] { { 2, 1.0 }, { 1, 3 } });
        var b = Matrix<double>.Build.DenseOfArray(new[,] { { 4, -1.0 }, { -1, 1 } });
        var trace = Math.Sqrt((a * b).Trace() + (2 * Math.Sqrt((a * b).Determinant())));
        Assert.Equal(
            a.Trace() + b.Trace() - (2 * trace),
            FrechetDistance.Between(new Gaussian([0, 0], a.ToRowMajorArray()), new Gaussian([0, 0], b.ToRowMajorArray())), 1e-9);
    }

    [Theory]
    [InlineData(9, 7, 40)]
    [InlineData(30, 200, 300)]
    [InlineData(24, 5, 12)]
    public void The_frechet_distance_is_that_of_a_whole_decomposition(int dimension, int n, int m)
    {
        var (x, y) = (Draw(7, n, dimension, 0, 1), Draw(8, m, dimension, 0.2, 1.5));
        var (meanX, covarianceX) = Moments(x);
        var (meanY, covarianceY) = Moments(y);
        var decomposition = covarianceX.Evd(Symmetricity.Symmetric);
        var root = decomposition.EigenVectors * Matrix<double>.Build.DenseOfDiagonalVector(decomposition.EigenValues.Map(v => Math.Sqrt(Math.Max(0, v.Real)))) * decomposition.EigenVectors.Transpose();
        var trace = (root * covarianceY * root).Evd(Symmetricity.Symmetric).EigenValues.Sum(v => Math.Sqrt(Math.Max(0, v.Real)));

        Assert.Equal((meanX - meanY).DotProduct(meanX - meanY) + covarianceX.Trace() + covarianceY.Trace() - (2 * trace), FrechetDistance.Between(x, y), 1e-4);

        static (Vector<double> Mean, Matrix<double> Covariance) Moments(EmbeddingMatrix set)
        {
            var rows = Matrix<double>.Build.Dense(set.Count, set.Dimension, (i, j) => set.Row(i)[j]);
            var mean = rows.ColumnSums() / set.Count;
            var centred = Matrix<double>.Build.Dense(set.Count, set.Dimension, (i, j) => rows[i, j] - mean[j]);
            return (mean, centred.TransposeThisAndMultiply(centred) / (set.Count - 1));
        }
    }

    [Fact]
    public void The_frechet_distance_of_a_set_to_itself_is_zero_and_a_shift_adds_its_square()
    {
        var set = Draw(2, 200, 6, 0, 1);
        var shifted = new EmbeddingMatrix([.. set.Values.Select(x => x + 0.5f)], set.Count, set.Dimension);

        Assert.Equal(0, FrechetDistance.Between(set, set), 1e-6);
        Assert.Equal(6 * 0.25, FrechetDistance.Between(set, shifted), 1e-4);
    }

    [Fact]
    public void A_set_of_fewer_images_than_dimensions_has_a_frechet_distance()
    {
        Assert.InRange(FrechetDistance.Between(Draw(3, 5, 12, 0, 1), Draw(4, 7, 12, 0, 1)), 0.1, 1000);
    }

    [Fact]
    public void Cmmd_is_the_plain_sum_over_all_pairs()
    {
        var x = Draw(5, 9, 4, 0, 1);
        var y = Draw(6, 13, 4, 0.3, 1);

        Assert.Equal(1000 * (Plain(x, x) + Plain(y, y) - (2 * Plain(x, y))), MaximumMeanDiscrepancy.Cmmd(x, y), 1e-4);
        Assert.Equal(0, MaximumMeanDiscrepancy.Cmmd(x, x), 1e-9);

        static double Plain(EmbeddingMatrix a, EmbeddingMatrix b) =>
            (from i in Enumerable.Range(0, a.Count)
             from j in Enumerable.Range(0, b.Count)
             let square = Enumerable.Range(0, a.Dimension).Sum(k => Math.Pow((double)a.Row(i)[k] - b.Row(j)[k], 2))
             select Math.Exp(-square / 200)).Average();
    }

    [Fact]
    public void Two_single_points_have_the_discrepancy_of_the_kernel()
    {
        // exp(-25 / (2 * 25)) at sigma 5 and distance 5.
        var a = new EmbeddingMatrix([0, 0], 1, 2);
        var b = new EmbeddingMatrix([3, 4], 1, 2);

        Assert.Equal(2 - (2 * Math.Exp(-0.5)), MaximumMeanDiscrepancy.Squared(a, b, 5), 1e-9);
    }

    [Fact]
    public void Sets_of_different_dimension_are_refused_with_both()
    {
        var exception = Assert.Throws<ArgumentException>(() => MaximumMeanDiscrepancy.Cmmd(Draw(1, 2, 3, 0, 1), Draw(1, 2, 4, 0, 1)));
        Assert.StartsWith("Embeddings of 3 and of 4 numbers cannot be compared.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_matrix_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new EmbeddingMatrix([1, 2, 3], 2, 2));
        Assert.Throws<ArgumentException>(() => new EmbeddingMatrix([1, float.NaN], 1, 2));
        Assert.Throws<ArgumentException>(() => VendiScore.OfEmbeddings(new EmbeddingMatrix([1, 0, 0, 0], 2, 2)));
        Assert.Throws<ArgumentException>(() => VendiScore.OfSimilarities(new[,] { { 1, 0.5 }, { 0.5, 2 } }));
        Assert.Throws<ArgumentException>(() => VendiScore.OfSimilarities(new[,] { { 1, 0.5 }, { 0.4, 1 } }));
        Assert.Throws<ArgumentException>(() => VendiScore.OfSimilarities(new[,] { { double.NaN, 0.5 }, { 0.5, 1 } }));
        Assert.Throws<ArgumentException>(() => VendiScore.OfSimilarities(new[,] { { 1, double.PositiveInfinity }, { double.PositiveInfinity, 1 } }));
        Assert.Throws<ArgumentException>(() => FrechetDistance.Between(Draw(1, 1, 2, 0, 1), Draw(1, 3, 2, 0, 1)));
    }

    private static double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (dot, x, y) = (0.0, 0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            dot += (double)a[i] * b[i];
            x += (double)a[i] * a[i];
            y += (double)b[i] * b[i];
        }

        return dot / Math.Sqrt(x * y);
    }

    private static EmbeddingMatrix Draw(int seed, int count, int dimension, double mean, double deviation)
    {
        var values = new double[count * dimension];
        MathNet.Numerics.Distributions.Normal.Samples(new Random(seed), values, mean, deviation);
        return new EmbeddingMatrix([.. values.Select(v => (float)v)], count, dimension);
    }
}
