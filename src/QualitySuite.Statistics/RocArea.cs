using MathNet.Numerics.Distributions;

namespace QualitySuite.Statistics;

/// <summary>
/// Area under the ROC curve: the chance that a value drawn from the one sample is above one drawn from the other, ties counting half. With an interval of
/// Newcombe's method 5, which inverts the score test with Hanley and McNeil's variance: within [0, 1], and of some width also where the samples do not overlap.
/// Sources: Hanley and McNeil, "The meaning and use of the area under a receiver operating characteristic (ROC) curve", Radiology 143 (1982);
/// Newcombe, "Confidence intervals for an effect size measure based on the Mann-Whitney statistic. Part 2", Statistics in Medicine 25 (2006).
/// </summary>
/// <param name="Value">0.5: no difference; 1: every value of the higher sample is above every one of the lower.</param>
/// <param name="Interval">Confidence interval; it takes all values for independent, and is too wide where they are positively paired.</param>
public sealed record RocArea(double Value, Interval Interval)
{
    // Halvings of [0, 1] until neighbouring doubles.
    private const int Halvings = 60;

    /// <summary>The area, or null where a sample is empty.</summary>
    /// <param name="lower">Finite values of what should score lower.</param>
    /// <param name="higher">Finite values of what should score higher.</param>
    /// <param name="confidence">Between 0 and 1, exclusive.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A confidence outside (0, 1).</exception>
    public static RocArea? Of(ReadOnlySpan<double> lower, ReadOnlySpan<double> higher, double confidence = 0.95)
    {
        Confidence.ThrowIfInvalid(confidence);
        double[] below = Sorted(lower, nameof(lower)), above = Sorted(higher, nameof(higher));
        if (below.Length == 0 || above.Length == 0)
        {
            return null;
        }

        // Twice the number of pairs in the right order, a tie being half a pair.
        var (won, less, notMore) = (0L, 0, 0);
        foreach (var value in above)
        {
            while (less < below.Length && below[less] < value)
            {
                less++;
            }

            while (notMore < below.Length && below[notMore] <= value)
            {
                notMore++;
            }

            won += less + notMore;
        }

        var area = won / (2.0 * below.Length * above.Length);
        return new RocArea(area, Newcombe(area, below.Length, above.Length, confidence));
    }

    /// <summary>The areas from which <paramref name="area"/> is no farther than a test of that confidence allows.</summary>
    internal static Interval Newcombe(double area, long lower, long higher, double confidence)
    {
        var z = Normal.InvCDF(0, 1, 1 - ((1 - confidence) / 2));
        bool Allowed(double truth) => (area - truth) * (area - truth) <= z * z * Variance(truth, lower, higher);
        return new Interval(area == 0 ? 0 : Bound(area, 0, Allowed), area == 1 ? 1 : Bound(area, 1, Allowed));
    }

    /// <summary>Of the estimate where the area is <paramref name="area"/>, by Hanley and McNeil with both sizes replaced by their mean in the inner terms.</summary>
    internal static double Variance(double area, long lower, long higher)
    {
        var others = ((lower + higher) / 2.0) - 1;
        return area * (1 - area) * (1 + (others * (((1 - area) / (2 - area)) + (area / (1 + area))))) / lower / higher;
    }

    private static double Bound(double inside, double outside, Func<double, bool> allowed)
    {
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (inside + outside) / 2;
            (inside, outside) = allowed(middle) ? (middle, outside) : (inside, middle);
        }

        return inside;
    }

    private static double[] Sorted(ReadOnlySpan<double> values, string name)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);

        // NaN sorts first, infinities to the ends.
        return sorted.Length == 0 || (double.IsFinite(sorted[0]) && double.IsFinite(sorted[^1])) ? sorted : throw new ArgumentException("A value is not finite.", name);
    }
}
