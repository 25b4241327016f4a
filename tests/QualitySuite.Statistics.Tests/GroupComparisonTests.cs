using FsCheck;
using FsCheck.Xunit;

namespace QualitySuite.Statistics.Tests;

/// <summary>What is said of two groups: differences, ratios, and where nothing can be said.</summary>
public sealed class GroupComparisonTests
{
    /// <summary>
    /// The Physicians' Health Study: the relative risk of placebo is 1.82, 95 % interval 1.43 to 2.30, and the difference 0.0077, 0.005 to 0.011
    /// (Agresti, "An Introduction to Categorical Data Analysis", by other methods, which are close for numbers this large).
    /// </summary>
    [Fact]
    public void Proportions_have_the_published_difference_and_relative_risk()
    {
        var comparison = GroupComparison.OfProportions(104, 11_037, 189, 11_034);

        Assert.Equal(0.0077, comparison.Difference!.Value, 0.00005);
        Assert.Equal(0.005, comparison.Interval!.Value.Low, 0.0005);
        Assert.Equal(0.011, comparison.Interval.Value.High, 0.0005);
        Assert.Equal(0.82, comparison.Relative!.Value, 0.005);
        Assert.Equal(0.43, comparison.RelativeInterval!.Value.Low, 0.005);
        Assert.Equal(1.30, comparison.RelativeInterval.Value.High, 0.005);
        Assert.True(comparison.IsClear);
        Assert.Null(comparison.NeededN);
    }

    /// <summary>R: <c>t.test(extra ~ group, data = sleep)</c>: p-value = 0.07939, -3.3654832 to 0.2054832 for the difference of means 0.75 and 2.33.</summary>
    [Fact]
    public void Means_have_welchs_interval_and_p_value()
    {
        var first = SampleMoments.Of([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]);
        var second = SampleMoments.Of([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]);
        var comparison = GroupComparison.OfMeans(first, second);

        Assert.Equal(1.58, comparison.Difference!.Value, 1e-12);
        Assert.Equal(-0.2054832, comparison.Interval!.Value.Low, 1e-7);
        Assert.Equal(3.3654832, comparison.Interval.Value.High, 1e-7);
        Assert.Equal(0.07939, comparison.PValue!.Value, 0.000005);
        Assert.False(comparison.IsClear);
        Assert.Equal(1.58 / 0.75, comparison.Relative!.Value, 1e-12);
        Assert.Null(comparison.RelativeInterval);
    }

    /// <summary>Fieller's condition: at both ends r of the ratio's interval, |b - r a| is the critical value times its own standard error.</summary>
    [Fact]
    public void The_relative_interval_of_means_is_fiellers()
    {
        var (a, b) = (new SampleMoments(40, 12, 3), new SampleMoments(25, 14, 6));
        var comparison = GroupComparison.OfMeans(a, b);
        var critical = comparison.Interval!.Value.Width / 2 / Math.Sqrt((9.0 / 40) + (36.0 / 25));

        foreach (var ratio in (double[])[1 + comparison.RelativeInterval!.Value.Low, 1 + comparison.RelativeInterval.Value.High])
        {
            Assert.Equal(Math.Abs(14 - (ratio * 12)), critical * Math.Sqrt((36.0 / 25) + (ratio * ratio * 9 / 40)), 1e-9);
        }

        // t(0.975) for 31.6 degrees of freedom, tabulated 2.040 for 31 and 2.037 for 32.
        Assert.InRange(critical, 2.037, 2.040);
        Assert.Equal((14.0 / 12) - 1, comparison.Relative!.Value, 1e-12);
    }

    [Property]
    public void The_relative_interval_excludes_0_exactly_where_that_of_the_difference_does(byte a, byte b, byte spreadOfA, byte spreadOfB)
    {
        var means = GroupComparison.OfMeans(new SampleMoments(50, 1 + a, 0.5 + spreadOfA), new SampleMoments(70, 1 + b, 0.5 + spreadOfB));
        var shares = GroupComparison.OfProportions(1 + a, 400, b, 300);
        foreach (var comparison in (GroupComparison[])[means, shares])
        {
            if (comparison.RelativeInterval is { } relative)
            {
                var (difference, found) = (comparison.Interval!.Value, comparison.Relative!.Value);
                Assert.True(relative.Low <= found && found <= relative.High);
                Assert.Equal(difference.Low > 1e-9, relative.Low > 1e-9);
                Assert.Equal(difference.High < -1e-9, relative.High < -1e-9);
            }
        }
    }

    [Fact]
    public void A_relative_difference_of_what_may_be_0_has_no_interval_and_one_of_0_is_absent()
    {
        var unclear = GroupComparison.OfMeans(new SampleMoments(20, 0.1, 1), new SampleMoments(20, 2, 1));
        var none = GroupComparison.OfProportions(0, 100, 5, 100);

        Assert.Equal(19, unclear.Relative!.Value, 1e-9);
        Assert.Null(unclear.RelativeInterval);
        Assert.Equal((null, null), (none.Relative, none.RelativeInterval));
        Assert.NotNull(none.Interval);
    }

    /// <summary>30 of 30 beside 1 of 40: the share of b is less than half the upper end of its interval, where the formula divides by less than 0.</summary>
    [Fact]
    public void A_rare_share_as_denominator_has_a_bounded_ratio()
    {
        var interval = GroupComparison.OfProportions(1, 40, 30, 30).RelativeInterval!.Value;

        Assert.True(interval.Low > 0 && interval.Low < 39 && interval.High > 39 && double.IsFinite(interval.High), $"{interval}");
    }

    [Fact]
    public void A_mean_that_may_be_0_is_at_most_100_percent_less() =>
        Assert.Equal(-1, GroupComparison.OfMeans(new SampleMoments(50, 10, 1), new SampleMoments(10, 0.1, 3)).RelativeInterval!.Value.Low);

    [Fact]
    public void Values_that_are_all_the_same_have_a_difference_and_neither_interval_nor_test() =>
        Assert.Equal(
            new GroupComparison(1, Interval: null, PValue: null, 0.5, RelativeInterval: null, NeededN: null),
            GroupComparison.OfMeans(new SampleMoments(20, 2, 0), new SampleMoments(30, 3, 0)));

    [Theory]
    [InlineData(8, 100, 9L)]
    [InlineData(9, 9, null)]
    public void Few_values_have_a_difference_and_the_number_that_it_takes(long countOfA, long countOfB, long? needed)
    {
        var comparison = GroupComparison.OfMeans(new SampleMoments(countOfA, 2, 1), new SampleMoments(countOfB, 3, 1));

        Assert.Equal((1, needed), (comparison.Difference!.Value, comparison.NeededN));
        Assert.Equal(needed is null, comparison.Interval is not null && comparison.PValue is not null && comparison.RelativeInterval is not null);
    }

    [Fact]
    public void Few_trials_have_a_difference_and_the_number_that_it_takes()
    {
        Assert.Equal(new GroupComparison(0.25, null, null, 1, null, 30), GroupComparison.OfProportions(5, 20, 20, 40));
        Assert.Null(GroupComparison.OfProportions(5, 30, 20, 40).NeededN);
    }

    [Fact]
    public void A_group_without_values_has_no_difference()
    {
        Assert.Equal(new GroupComparison(null, null, null, null, null, 9), GroupComparison.OfMeans(new SampleMoments(20, 2, 1), SampleMoments.Of([])));
        Assert.Equal(new GroupComparison(null, null, null, null, null, 30), GroupComparison.OfProportions(0, 0, 20, 40));
    }

    [Fact]
    public void A_ratio_of_what_lies_outside_its_interval_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RatioInterval.Mover(1, new Interval(2, 3), 1, new Interval(0.5, 2)));
}
