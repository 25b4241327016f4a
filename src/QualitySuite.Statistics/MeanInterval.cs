using MathNet.Numerics.Distributions;

namespace QualitySuite.Statistics;

/// <summary>
/// Confidence interval of a mean by Student's t: mean ± t(1 - alpha/2, n - 1) · s / sqrt(n).
/// Source: Student, "The probable error of a mean", Biometrika 6 (1908). It assumes independent values and a mean that is close to normal.
/// </summary>
public static class MeanInterval
{
    /// <summary>The interval, or null where there is none: fewer than two values, or a value that is not finite.</summary>
    /// <param name="n">Number of values.</param>
    /// <param name="mean">Their mean.</param>
    /// <param name="stddev">Their sample standard deviation (divisor n - 1), at least 0.</param>
    /// <param name="confidence">Between 0 and 1, exclusive.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative n or standard deviation, or a confidence outside (0, 1).</exception>
    public static Interval? Student(long n, double mean, double stddev, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(stddev);
        Confidence.ThrowIfInvalid(confidence);
        if (n < 2 || !double.IsFinite(mean) || !double.IsFinite(stddev))
        {
            return null;
        }

        var t = StudentT.InvCDF(0, 1, n - 1, 1 - ((1 - confidence) / 2));
        var half = t * stddev / Math.Sqrt(n);
        return new Interval(mean - half, mean + half);
    }
}
