namespace QualitySuite.Imaging;

/// <summary>
/// Moment-matching fit of an asymmetric generalised Gaussian (Lasmar, Stitou, Berthoumieu, ICIP 2009), in the discrete form of OpenCV's
/// quality module: the shape is the entry of the grid 0.2, 0.201, ... below 10 whose ratio is nearest.
/// </summary>
/// <param name="Shape">alpha, 0.2 to 10.</param>
/// <param name="LeftDeviation">Root mean square of the negative values.</param>
/// <param name="RightDeviation">Root mean square of the positive values.</param>
internal readonly record struct AggdFit(double Shape, double LeftDeviation, double RightDeviation)
{
    private static readonly double[] s_shapes = Shapes();
    private static readonly double[] s_ratios = Array.ConvertAll(s_shapes, Ratio);

    /// <summary>The mean of the fitted distribution, BRISQUE's eta (Mittal, Moorthy, Bovik 2012, equation 10).</summary>
    public double Mean =>
        (RightDeviation - LeftDeviation) * (GammaFunction.Of(2 / Shape) / GammaFunction.Of(1 / Shape))
        * Math.Sqrt(GammaFunction.Of(1 / Shape)) / Math.Sqrt(GammaFunction.Of(3 / Shape));

    /// <summary>The fit, with NaN where one side has no values, as in an image of one tone.</summary>
    public static AggdFit From(in AggdSums sums, long count)
    {
        var left = Math.Sqrt(sums.NegativeSquares / sums.NegativeCount);
        var right = Math.Sqrt(sums.PositiveSquares / sums.PositiveCount);
        var ratio = left / right;
        var meanMagnitude = sums.Magnitude / count;
        var generalised = meanMagnitude * meanMagnitude / ((sums.NegativeSquares + sums.PositiveSquares) / count);
        var square = (ratio * ratio) + 1;
        var normalised = generalised * ((ratio * ratio * ratio) + 1) * (ratio + 1) / (square * square);
        return new AggdFit(double.IsFinite(normalised) ? NearestShape(normalised) : double.NaN, left, right);
    }

    private static double NearestShape(double ratio)
    {
        var index = Array.BinarySearch(s_ratios, ratio);
        if (index >= 0)
        {
            return s_shapes[index];
        }

        var above = Math.Min(~index, s_ratios.Length - 1);
        var below = Math.Max(above - 1, 0);
        return Math.Abs(s_ratios[above] - ratio) <= Math.Abs(s_ratios[below] - ratio) ? s_shapes[above] : s_shapes[below];
    }

    /// <summary>Gamma(2/a)^2 / (Gamma(1/a) Gamma(3/a)), which rises with a.</summary>
    private static double Ratio(double shape)
    {
        var second = GammaFunction.Of(2 / shape);
        return second * second / (GammaFunction.Of(1 / shape) * GammaFunction.Of(3 / shape));
    }

    /// <summary>The grid by repeated addition, as OpenCV's loop makes it, rounding included.</summary>
    private static double[] Shapes()
    {
        var shapes = new List<double>(9800);
        for (var shape = 0.2; shape < 10; shape += 0.001)
        {
            shapes.Add(shape);
        }

        return [.. shapes];
    }
}
