using MathNet.Numerics.Distributions;

namespace QualitySuite.Statistics;

/// <summary>
/// Confidence interval of a proportion by Wilson's score method, without continuity correction.
/// Source: Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
/// </summary>
public static class ProportionInterval
{
    /// <summary>The interval within [0, 1], or null without trials.</summary>
    /// <param name="successes">0 to <paramref name="trials"/>.</param>
    /// <param name="trials">Number of independent trials.</param>
    /// <param name="confidence">Between 0 and 1, exclusive.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative count, more successes than trials, or a confidence outside (0, 1).</exception>
    public static Interval? Wilson(long successes, long trials, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        Confidence.ThrowIfInvalid(confidence);
        if (trials == 0)
        {
            return null;
        }

        return Wilson(successes / (double)trials, trials, confidence);
    }

    /// <summary>For any share, also one that n trials cannot have: for planning.</summary>
    internal static Interval Wilson(double share, double n, double confidence)
    {
        var z = Normal.InvCDF(0, 1, 1 - ((1 - confidence) / 2));
        var centre = (share + (z * z / (2 * n))) / (1 + (z * z / n));
        var half = z / (1 + (z * z / n)) * Math.Sqrt((share * (1 - share) / n) + (z * z / (4 * n * n)));

        // At the ends the bound is exactly 0 or 1; rounding must not move it.
        return new Interval(share == 0 ? 0 : centre - half, share == 1 ? 1 : centre + half);
    }
}
