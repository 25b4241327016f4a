using System.Numerics.Tensors;

namespace QualitySuite.Statistics;

/// <summary>A Gaussian: its mean <c>[D]</c> and covariance <c>[D, D]</c>, row-major, symmetric, no negative eigenvalue.</summary>
internal sealed record Gaussian(double[] Mean, double[] Covariance)
{
    /// <summary>The one fitted to a set; covariance with divisor n - 1.</summary>
    public static Gaussian Of(EmbeddingMatrix set)
    {
        var columns = Columns(set);
        var mean = Centre(columns, set.Count);
        var covariance = RowProducts.Gram(columns, set.Dimension, set.Count);
        TensorPrimitives.Divide(covariance, set.Count - 1, covariance);
        return new Gaussian(mean, covariance);
    }

    /// <summary>The set lying: <c>[D, n]</c>.</summary>
    public static double[] Columns(EmbeddingMatrix set)
    {
        var columns = new double[set.Count * set.Dimension];
        for (var i = 0; i < set.Count; i++)
        {
            var row = set.Row(i);
            for (var j = 0; j < row.Length; j++)
            {
                columns[(j * set.Count) + i] = row[j];
            }
        }

        return columns;
    }

    /// <summary>Takes its mean off every column, and returns the means.</summary>
    public static double[] Centre(double[] columns, int count)
    {
        var means = new double[columns.Length / count];
        for (var j = 0; j < means.Length; j++)
        {
            var column = columns.AsSpan(j * count, count);
            means[j] = TensorPrimitives.Sum<double>(column) / count;
            TensorPrimitives.Subtract(column, means[j], column);
        }

        return means;
    }
}
