using System.Numerics.Tensors;

namespace QualitySuite.Statistics;

/// <summary>CMMD of any division of a pool into two: the kernel of all pairs is computed once, and a division is a sum over a part of it.</summary>
internal sealed class PooledDiscrepancy
{
    private readonly int _count;
    private readonly double[] _distances;
    private readonly double[] _rowSums;
    private readonly double _total;
    private readonly double[] _mask;

    public PooledDiscrepancy(EmbeddingMatrix set, EmbeddingMatrix reference)
    {
        var pool = EmbeddingMatrix.Concatenate(set, reference);
        _count = pool.Count;
        _mask = new double[_count];

        // 1 - k instead of k: with it the means that are subtracted from one another are small, and nothing is lost of their difference.
        _distances = new double[_count * _count];
        for (var i = 1; i < _count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                _distances[(i * _count) + j] = _distances[(j * _count) + i] =
                    1 - MaximumMeanDiscrepancy.Kernel(pool.Row(i), pool.Row(j), MaximumMeanDiscrepancy.CmmdSigma);
            }
        }

        _rowSums = [.. Enumerable.Range(0, _count).Select(i => TensorPrimitives.Sum<double>(_distances.AsSpan(i * _count, _count)))];
        _total = _rowSums.Sum();
    }

    /// <summary>CMMD of the chosen against the others.</summary>
    public double Squared(int[] chosen)
    {
        Array.Clear(_mask);
        foreach (var i in chosen)
        {
            _mask[i] = 1;
        }

        var (within, touching) = (0.0, 0.0);
        foreach (var i in chosen)
        {
            within += TensorPrimitives.Dot<double>(_distances.AsSpan(i * _count, _count), _mask);
            touching += _rowSums[i];
        }

        double n = chosen.Length, m = _count - chosen.Length;
        var between = touching - within;
        var others = _total - within - (2 * between);
        return MaximumMeanDiscrepancy.CmmdScale * Math.Max(0, (2 * between / (n * m)) - (within / (n * n)) - (others / (m * m)));
    }
}
