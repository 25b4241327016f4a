namespace QualitySuite.Statistics;

/// <summary>Confidence interval of a ratio of two independently estimated quantities.</summary>
public static class RatioInterval
{
    /// <summary>
    /// The ratios r for which the distance of numerator and r times denominator is no larger than their own intervals put together: MOVER-R. For
    /// intervals that are symmetric it is Fieller's. It excludes 1 exactly where the interval of the difference that is made in the same way
    /// (Welch's for symmetric intervals of one critical value, Newcombe's for Wilson's) excludes 0.
    /// Null where the denominator's interval reaches 0: no ratio can be ruled out upwards then.
    /// Sources: Newcombe, "MOVER-R confidence intervals for ratios and products of two independently estimated quantities", Statistical Methods in
    /// Medical Research 25 (2016); Fieller, "Some problems in interval estimation", Journal of the Royal Statistical Society B 16 (1954).
    /// </summary>
    /// <param name="numerator">Its estimate, at least 0.</param>
    /// <param name="ofNumerator">Its interval, of the same confidence as the other.</param>
    /// <param name="denominator">Its estimate.</param>
    /// <param name="ofDenominator">Its interval.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative numerator, or an estimate outside its interval.</exception>
    public static Interval? Mover(double numerator, Interval ofNumerator, double denominator, Interval ofDenominator)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(numerator);
        ThrowIfOutside(numerator, ofNumerator);
        ThrowIfOutside(denominator, ofDenominator);
        if (ofDenominator.Low <= 0)
        {
            return null;
        }

        // The ends solve r² d (2 denominator - d) - 2 r product + n (2 numerator - n) = 0, n and d being the ends that are furthest apart. The
        // lower one is written so that d = 2 denominator divides by nothing.
        var product = numerator * denominator;
        var (lowest, highest) = (Around(numerator, ofNumerator.Low), Around(numerator, ofNumerator.High));
        var (least, most) = (Around(denominator, ofDenominator.Low), Around(denominator, ofDenominator.High));
        double Root(double n, double d) => Math.Sqrt(Math.Max(0, (product * product) - (n * d)));
        var low = lowest == 0 ? 0 : lowest / (product + Root(lowest, most));
        return new Interval(low, (product + Root(highest, least)) / least);
    }

    private static double Around(double estimate, double end) => end * ((2 * estimate) - end);

    private static void ThrowIfOutside(double estimate, Interval interval)
    {
        if (!(estimate >= interval.Low && estimate <= interval.High))
        {
            throw new ArgumentOutOfRangeException(nameof(estimate), estimate, "An estimate lies in its interval.");
        }
    }
}
