namespace QualitySuite.Statistics;

/// <summary>
/// Holm's adjustment of p values for having made several tests: rejecting where the adjusted value is below alpha keeps the chance of even one
/// false rejection below alpha, however the tests depend on each other. It is never weaker than Bonferroni's.
/// Source: Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979).
/// </summary>
public static class HolmAdjustment
{
    /// <summary>The adjusted values in the order of <paramref name="pValues"/>: the i-th smallest of n times n - i + 1, no less than those before it, at most 1.</summary>
    /// <param name="pValues">Each in [0, 1]; none: none comes back.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or outside [0, 1].</exception>
    public static double[] Adjust(ReadOnlySpan<double> pValues)
    {
        var sorted = pValues.ToArray();
        foreach (var value in sorted)
        {
            if (value is not (>= 0 and <= 1))
            {
                throw new ArgumentOutOfRangeException(nameof(pValues), value, "A p value lies between 0 and 1.");
            }
        }

        var order = Enumerable.Range(0, sorted.Length).ToArray();
        Array.Sort(sorted, order);
        var adjusted = new double[sorted.Length];
        var floor = 0.0;
        for (var i = 0; i < sorted.Length; i++)
        {
            floor = Math.Max(floor, Math.Min(1, sorted[i] * (sorted.Length - i)));
            adjusted[order[i]] = floor;
        }

        return adjusted;
    }
}
