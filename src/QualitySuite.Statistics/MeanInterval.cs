using MathNet.Numerics.Distributions;

namespace QualitySuite.Statistics;

/// <summary>Confidence intervals of a mean of independent values.</summary>
public static class MeanInterval
{
    /// <summary>
    /// By Student's t: mean ± t(1 - alpha/2, n - 1) · s / sqrt(n); null where there is none: fewer than two values, a value that is not finite, or
    /// values that are all the same, from which the spread cannot be estimated (it is unknown, not zero; see <see cref="AllEqual"/>).
    /// Source: Student, "The probable error of a mean", Biometrika 6 (1908). It assumes a mean that is close to normal.
    /// </summary>
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
        if (n < 2 || stddev == 0 || !double.IsFinite(mean) || !double.IsFinite(stddev))
        {
            return null;
        }

        var t = StudentT.InvCDF(0, 1, n - 1, 1 - ((1 - confidence) / 2));
        var half = t * stddev / Math.Sqrt(n);
        return new Interval(mean - half, mean + half);
    }

    /// <summary>
    /// Where all n values are the same: the other n - 1 agree with the first, which happens with a chance of at most alpha if more than
    /// q = 1 - alpha^(1 / (n - 1)) of all images have another value (for large n the "rule of three", q = 3 / n at 95 %). At worst, that share has the
    /// least or the greatest value there can be. It holds for any distribution. Null with fewer than two values, or where a bound is missing,
    /// since a rare value may then be any distance away.
    /// Source: Hanley and Lippman-Hand, "If nothing goes wrong, is everything all right?", JAMA 249 (1983).
    /// </summary>
    /// <param name="n">Number of values.</param>
    /// <param name="value">What each of them is.</param>
    /// <param name="minimum">Least possible value; null: unbounded.</param>
    /// <param name="maximum">Greatest possible value; null: unbounded.</param>
    /// <param name="confidence">Between 0 and 1, exclusive.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative n, or a confidence outside (0, 1).</exception>
    public static Interval? AllEqual(long n, double value, double? minimum, double? maximum, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        Confidence.ThrowIfInvalid(confidence);
        if (n < 2 || minimum is not { } least || maximum is not { } most || !double.IsFinite(value))
        {
            return null;
        }

        var others = 1 - Math.Pow(1 - confidence, 1.0 / (n - 1));
        return new Interval(value - (others * (value - least)), value + (others * (most - value)));
    }
}
