using FsCheck;
using FsCheck.Xunit;

namespace QualitySuite.Statistics.Tests;

/// <summary>Differences of means on Student's own data and against plain formulas.</summary>
public sealed class MeanComparisonTests
{
    /// <summary>Extra hours of sleep of ten patients under two drugs: Student 1908, the data set <c>sleep</c> of R.</summary>
    private static readonly double[] FirstDrug = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    private static readonly double[] SecondDrug = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

    /// <summary>R: <c>t.test(first, second, paired = TRUE)</c> gives t = -4.0621, df = 9, p-value = 0.002833, -2.4598858 to -0.7001142.</summary>
    [Fact]
    public void The_paired_test_is_students_on_his_own_data()
    {
        var difference = MeanComparison.Paired(baseline: SecondDrug, candidate: FirstDrug)!;

        Assert.Equal(-1.58, difference.Difference, 1e-9);
        Assert.Equal(-4.0621, difference.T!.Value, 0.00005);
        Assert.Equal(9, difference.DegreesOfFreedom);
        Assert.Equal(0.002833, difference.PValue!.Value, 0.0000005);
        Assert.Equal(-2.4598858, difference.Interval!.Value.Low, 1e-7);
        Assert.Equal(-0.7001142, difference.Interval.Value.High, 1e-7);
        Assert.True(difference.Reliable);
    }

    /// <summary>R: <c>t.test(extra ~ group, data = sleep)</c> gives t = -1.8608, df = 17.776, p-value = 0.07939, -3.3654832 to 0.2054832.</summary>
    [Fact]
    public void Welchs_test_is_that_of_r_on_the_same_data()
    {
        var difference = MeanComparison.Welch(baseline: SecondDrug, candidate: FirstDrug)!;

        Assert.Equal(-1.58, difference.Difference, 1e-9);
        Assert.Equal(-1.8608, difference.T!.Value, 0.00005);
        Assert.Equal(17.776, difference.DegreesOfFreedom, 0.0005);
        Assert.Equal(0.07939, difference.PValue!.Value, 0.000005);
        Assert.Equal(-3.3654832, difference.Interval!.Value.Low, 1e-7);
        Assert.Equal(0.2054832, difference.Interval.Value.High, 1e-7);
    }

    /// <summary>
    /// With one degree of freedom the t distribution is Cauchy's: p = 1 - 2 atan(t) / pi. Differences 1 and 3 have the mean 2 and the standard
    /// error 1; t(0.975, 1) = 12.7062.
    /// </summary>
    [Fact]
    public void Two_pairs_have_the_p_value_of_cauchys_distribution_and_are_not_reliable()
    {
        var difference = MeanComparison.Paired([10, 20], [11, 23])!;

        Assert.Equal((2.0, 1.0, 2.0), (difference.Difference, difference.StandardError, difference.T!.Value));
        Assert.Equal(1 - (2 * Math.Atan(2) / Math.PI), difference.PValue!.Value, 1e-12);
        Assert.Equal(2 - 12.7062, difference.Interval!.Value.Low, 0.00005);
        Assert.False(difference.Reliable);
    }

    /// <summary>A normal tail in the far end: with very many degrees of freedom, 2 (1 - Phi(10)) = 1.5240e-23.</summary>
    [Fact]
    public void A_tiny_p_value_keeps_its_digits()
    {
        var difference = MeanComparison.Welch(new SampleMoments(200_000_000, 0, 1), new SampleMoments(200_000_000, 0.001, 1))!;

        Assert.Equal(10, difference.T!.Value, 1e-9);
        Assert.InRange(difference.PValue!.Value, 1.523e-23, 1.525e-23);
    }

    /// <summary>The interval excludes zero exactly where the test rejects, and swapping the sides turns the sign and nothing else.</summary>
    [Property]
    public void Interval_and_test_agree_and_swapping_the_sides_turns_the_sign(NormalFloat[] left, NormalFloat[] right)
    {
        double[] a = [1, 2.5, .. left.Select(x => Math.IEEERemainder(x.Get, 1e6))];
        double[] b = [2, 0.5, .. right.Select(x => Math.IEEERemainder(x.Get, 1e6))];
        var there = MeanComparison.Welch(a, b)!;
        var back = MeanComparison.Welch(b, a)!;

        Assert.Equal(-there.Difference, back.Difference);
        Assert.Equal(there.PValue!.Value, back.PValue!.Value, 1e-9);
        if (Math.Abs(there.PValue.Value - 0.05) > 1e-6)
        {
            Assert.Equal(there.PValue < 0.05, there.Interval!.Value.Low > 0 || there.Interval.Value.High < 0);
        }
    }

    [Fact]
    public void Welch_of_equal_sizes_and_spreads_has_the_pooled_degrees_of_freedom() =>
        Assert.Equal(18, MeanComparison.Welch(new SampleMoments(10, 5, 2), new SampleMoments(10, 6, 2))!.DegreesOfFreedom, 1e-9);

    [Fact]
    public void Values_without_spread_have_a_difference_and_no_test()
    {
        var paired = MeanComparison.Paired([0.1, 0.2, 0.3], [0.1, 0.2, 0.3])!;
        var welch = MeanComparison.Welch([1.0, 1, 1], [2.0, 2])!;

        Assert.Equal(new MeanDifference(0, 0, 2, T: null, PValue: null, Interval: null), paired);
        Assert.Equal(new MeanDifference(1, 0, 3, T: null, PValue: null, Interval: null), welch);
        Assert.False(welch.Reliable);
    }

    [Fact]
    public void One_spread_of_zero_leaves_the_degrees_of_freedom_of_the_other() =>
        Assert.Equal(9, MeanComparison.Welch(new SampleMoments(10, 5, 2), new SampleMoments(30, 6, 0))!.DegreesOfFreedom, 1e-9);

    [Fact]
    public void Too_few_values_say_nothing()
    {
        Assert.Null(MeanComparison.Paired([1], [2]));
        Assert.Null(MeanComparison.Paired([], []));
        Assert.Null(MeanComparison.Welch([1.0], [2.0, 3]));
        Assert.Null(MeanComparison.Welch([2.0, 3], []));
    }

    [Fact]
    public void What_cannot_be_compared_is_refused()
    {
        Assert.StartsWith(
            "Pairs need as many values on both sides; these are 1 and 2.",
            Assert.Throws<ArgumentException>(() => MeanComparison.Paired([1], [1, 2])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => MeanComparison.Welch([1.0, double.NaN], [2.0, 3]));
        Assert.Throws<ArgumentException>(() => MeanComparison.Paired([1, double.PositiveInfinity], [2, 3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => MeanComparison.Paired([1, 2], [2, 4], confidence: 1));
    }
}
