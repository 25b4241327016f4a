namespace QualitySuite.Statistics.Tests;

public sealed class IntervalTests
{
    /// <summary>Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), table I, method 3.</summary>
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Wilson_reproduces_the_published_intervals(long successes, long trials, double low, double high)
    {
        var interval = ProportionInterval.Wilson(successes, trials)!.Value;

        Assert.Equal(low, interval.Low, 0.00005);
        Assert.Equal(high, interval.High, 0.00005);
    }

    [Fact]
    public void Wilson_of_all_successes_ends_at_one_and_of_no_trials_is_absent()
    {
        Assert.Equal(1, ProportionInterval.Wilson(29, 29)!.Value.High);
        Assert.Null(ProportionInterval.Wilson(0, 0));
    }

    /// <summary>Tabulated two-sided 95 % critical values of Student's t: 12.706 (1 degree of freedom), 2.262 (9), 1.984 (99).</summary>
    [Theory]
    [InlineData(2, 12.706)]
    [InlineData(10, 2.262)]
    [InlineData(100, 1.984)]
    public void Student_uses_the_tabulated_critical_values(long n, double critical)
    {
        var interval = MeanInterval.Student(n, mean: 5, stddev: Math.Sqrt(n))!.Value;

        Assert.Equal(5 - critical, interval.Low, 0.0005);
        Assert.Equal(5 + critical, interval.High, 0.0005);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 1, 0)]
    [InlineData(5, double.NaN, 1)]
    [InlineData(5, 1, double.PositiveInfinity)]
    public void Student_says_nothing_where_there_is_no_interval(long n, double mean, double stddev) =>
        Assert.Null(MeanInterval.Student(n, mean, stddev));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_confidence_outside_0_and_1_is_refused(double confidence)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => MeanInterval.Student(10, 0, 1, confidence));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionInterval.Wilson(1, 2, confidence));
    }
}
