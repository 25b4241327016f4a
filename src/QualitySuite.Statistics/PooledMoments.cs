using System.Numerics.Tensors;

namespace QualitySuite.Statistics;

/// <summary>Fréchet distance of any division of a pool into two: the products of one part are summed, those of the other are what is left of the whole.</summary>
internal sealed class PooledMoments
{
    private readonly int _count;
    private readonly int _dimension;
    private readonly double[] _columns;
    private readonly double[] _products;

    public PooledMoments(EmbeddingMatrix set, EmbeddingMatrix reference)
    {
        var pool = EmbeddingMatrix.Concatenate(set, reference);
        (_count, _dimension) = (pool.Count, pool.Dimension);
        _columns = Gaussian.Columns(pool);
        Gaussian.Centre(_columns, _count);
        _products = RowProducts.Gram(_columns, _dimension, _count);
    }

    /// <summary>Of the chosen against the others.</summary>
    public double Distance(int[] chosen)
    {
        var (n, m) = (chosen.Length, _count - chosen.Length);
        var columns = new double[_dimension * n];
        for (var j = 0; j < _dimension; j++)
        {
            var column = _columns.AsSpan(j * _count, _count);
            for (var i = 0; i < n; i++)
            {
                columns[(j * n) + i] = column[chosen[i]];
            }
        }

        // The pool's mean is 0, so the means balance: n a + m b = 0.
        var first = Gaussian.Centre(columns, n);
        var second = new double[_dimension];
        TensorPrimitives.Multiply(first, -(double)n / m, second);
        var scatter = RowProducts.Gram(columns, _dimension, n);
        var rest = new double[scatter.Length];
        TensorPrimitives.Subtract(_products, scatter, rest);
        for (var j = 0; j < _dimension; j++)
        {
            var row = rest.AsSpan(j * _dimension, _dimension);
            TensorPrimitives.MultiplyAdd(first, -n * first[j], row, row);
            TensorPrimitives.MultiplyAdd(second, -m * second[j], row, row);
        }

        TensorPrimitives.Divide(scatter, n - 1, scatter);
        TensorPrimitives.Divide(rest, m - 1, rest);
        return FrechetDistance.Between(new Gaussian(first, scatter), new Gaussian(second, rest));
    }
}
