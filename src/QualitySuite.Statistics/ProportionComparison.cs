using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace QualitySuite.Statistics;

/// <summary>Whether two proportions of independent trials differ.</summary>
public static class ProportionComparison
{
    /// <summary>Cells with a smaller expected count are too small for the chi-squared test.</summary>
    private const double LeastExpected = 1;

    // A table that is as likely as the observed one may come out less likely by rounding.
    private const double Rounding = 1 + 1e-7;

    /// <summary>
    /// Interval of the candidate's proportion minus the baseline's, within [-1, 1]: Newcombe's hybrid score interval, which puts the ends of the
    /// two Wilson intervals together. Null where one side has no trials. It does not shrink to a point where both proportions are 0 or both are 1.
    /// Source: Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine 17 (1998), method 10.
    /// </summary>
    /// <param name="baselineSuccesses">0 to <paramref name="baselineTrials"/>.</param>
    /// <param name="baselineTrials">Number of trials.</param>
    /// <param name="candidateSuccesses">0 to <paramref name="candidateTrials"/>.</param>
    /// <param name="candidateTrials">Number of trials.</param>
    /// <param name="confidence">Between 0 and 1, exclusive.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative count, more successes than trials, or a confidence outside (0, 1).</exception>
    public static Interval? Newcombe(
        long baselineSuccesses, long baselineTrials, long candidateSuccesses, long candidateTrials, double confidence = 0.95)
    {
        if (ProportionInterval.Wilson(baselineSuccesses, baselineTrials, confidence) is not { } baseline
            || ProportionInterval.Wilson(candidateSuccesses, candidateTrials, confidence) is not { } candidate)
        {
            return null;
        }

        var (p, q) = (baselineSuccesses / (double)baselineTrials, candidateSuccesses / (double)candidateTrials);
        return new Interval(
            q - p - double.Hypot(q - candidate.Low, baseline.High - p),
            q - p + double.Hypot(candidate.High - q, p - baseline.Low));
    }

    /// <summary>
    /// Two-sided p value of equal proportions: by the "N - 1" chi-squared test where every expected count is at least 1, else by the Fisher-Irwin
    /// test, which adds up all tables that are no more likely than the observed one. Null where one side has no trials; 1 where all trials ended alike.
    /// Source: Campbell, "Chi-squared and Fisher-Irwin tests of two-by-two tables with small sample recommendations", Statistics in Medicine 26 (2007).
    /// </summary>
    /// <param name="baselineSuccesses">0 to <paramref name="baselineTrials"/>.</param>
    /// <param name="baselineTrials">Number of trials.</param>
    /// <param name="candidateSuccesses">0 to <paramref name="candidateTrials"/>.</param>
    /// <param name="candidateTrials">Number of trials.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative count, or more successes than trials.</exception>
    public static double? PValue(long baselineSuccesses, long baselineTrials, long candidateSuccesses, long candidateTrials)
    {
        ThrowIfInvalid(baselineSuccesses, baselineTrials);
        ThrowIfInvalid(candidateSuccesses, candidateTrials);
        if (baselineTrials == 0 || candidateTrials == 0)
        {
            return null;
        }

        double all = baselineTrials + candidateTrials;
        double successes = baselineSuccesses + candidateSuccesses;
        var failures = all - successes;
        if (successes == 0 || failures == 0)
        {
            return 1;
        }

        if (Math.Min(successes, failures) * Math.Min(baselineTrials, candidateTrials) / all < LeastExpected)
        {
            return FisherIrwin(baselineSuccesses, baselineTrials, candidateSuccesses, candidateTrials);
        }

        var difference = (candidateSuccesses / (double)candidateTrials) - (baselineSuccesses / (double)baselineTrials);
        var z = difference * Math.Sqrt((all - 1) * baselineTrials / all * candidateTrials / successes * all / failures);
        return Math.Min(1, 2 * Normal.CDF(0, 1, -Math.Abs(z)));
    }

    /// <summary>Given how many of all trials succeeded, the candidate's successes have a hypergeometric distribution.</summary>
    internal static double FisherIrwin(long baselineSuccesses, long baselineTrials, long candidateSuccesses, long candidateTrials)
    {
        var successes = baselineSuccesses + candidateSuccesses;
        double Likelihood(long k) => Math.Exp(
            LogChoose(candidateTrials, k) + LogChoose(baselineTrials, successes - k) - LogChoose(baselineTrials + candidateTrials, successes));
        var observed = Likelihood(candidateSuccesses) * Rounding;
        var sum = 0.0;
        for (var k = Math.Max(0, successes - baselineTrials); k <= Math.Min(successes, candidateTrials); k++)
        {
            var likelihood = Likelihood(k);
            sum += likelihood <= observed ? likelihood : 0;
        }

        return Math.Min(1, sum);
    }

    private static double LogChoose(long n, long k) => SpecialFunctions.GammaLn(n + 1) - SpecialFunctions.GammaLn(k + 1) - SpecialFunctions.GammaLn(n - k + 1);

    private static void ThrowIfInvalid(long successes, long trials)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
    }
}
