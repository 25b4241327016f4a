using MathNet.Numerics.Distributions;

namespace QualitySuite.Statistics;

/// <summary>
/// Whether two means differ. Both tests assume means that are close to normal, and units that are independent of each other.
/// Sources: Student, "The probable error of a mean", Biometrika 6 (1908); Welch, "The generalization of 'Student's' problem when several different
/// population variances are involved", Biometrika 34 (1947), with Satterthwaite's degrees of freedom, Biometrics Bulletin 2 (1946).
/// </summary>
public static class MeanComparison
{
    /// <summary>
    /// Student's t on the differences of pairs: for two measurements of the same unit, such as two models' images for one prompt. Null with
    /// fewer than two pairs.
    /// </summary>
    /// <param name="baseline">One finite value a pair.</param>
    /// <param name="candidate">The other, in the same order.</param>
    /// <param name="confidence">Between 0 and 1, exclusive.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A confidence outside (0, 1).</exception>
    public static MeanDifference? Paired(ReadOnlySpan<double> baseline, ReadOnlySpan<double> candidate, double confidence = 0.95)
    {
        if (baseline.Length != candidate.Length)
        {
            throw new ArgumentException($"Pairs need as many values on both sides; these are {baseline.Length} and {candidate.Length}.", nameof(candidate));
        }

        var differences = new double[baseline.Length];
        for (var i = 0; i < differences.Length; i++)
        {
            differences[i] = candidate[i] - baseline[i];
        }

        var (count, mean, deviation) = SampleMoments.Of(differences);
        return Describe(count, count, mean, deviation / Math.Sqrt(count), count - 1, confidence);
    }

    /// <summary>Welch's t test of two independent samples, whose variances may differ. Null where one has fewer than two values.</summary>
    /// <param name="baseline">Finite values.</param>
    /// <param name="candidate">Finite values; as many as there are.</param>
    /// <param name="confidence">Between 0 and 1, exclusive.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A confidence outside (0, 1).</exception>
    public static MeanDifference? Welch(ReadOnlySpan<double> baseline, ReadOnlySpan<double> candidate, double confidence = 0.95) =>
        Welch(SampleMoments.Of(baseline), SampleMoments.Of(candidate), confidence);

    /// <summary>The same of what is known of the samples, as rollups keep it.</summary>
    public static MeanDifference? Welch(SampleMoments baseline, SampleMoments candidate, double confidence = 0.95)
    {
        var first = baseline.StandardDeviation * baseline.StandardDeviation / baseline.Count;
        var second = candidate.StandardDeviation * candidate.StandardDeviation / candidate.Count;
        var freedom = (first + second) * (first + second) / ((first * first / (baseline.Count - 1)) + (second * second / (candidate.Count - 1)));
        return Describe(
            baseline.Count, candidate.Count, candidate.Mean - baseline.Mean, Math.Sqrt(first + second),
            double.IsNaN(freedom) ? baseline.Count + candidate.Count - 2 : freedom, confidence);
    }

    private static MeanDifference? Describe(long first, long second, double difference, double error, double freedom, double confidence)
    {
        Confidence.ThrowIfInvalid(confidence);
        if (first < 2 || second < 2)
        {
            return null;
        }

        if (error == 0)
        {
            return new MeanDifference(difference, error, freedom, T: null, PValue: null, Interval: null);
        }

        var t = difference / error;
        var half = StudentT.InvCDF(0, 1, freedom, 1 - ((1 - confidence) / 2)) * error;

        // From the lower tail: 1 - CDF has no digits left where p is small.
        var p = Math.Min(1, 2 * StudentT.CDF(0, 1, freedom, -Math.Abs(t)));
        return new MeanDifference(difference, error, freedom, t, p, new Interval(difference - half, difference + half));
    }
}
