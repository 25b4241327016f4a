namespace QualitySuite.Statistics.Tests;

public sealed class EstimateTests
{
    [Theory]
    [InlineData(-81, 167, 0, 100)]
    [InlineData(40, 60, 40, 60)]
    [InlineData(-20, -10, 0, 0)]
    public void Clipping_leaves_the_part_within_the_bounds(double low, double high, double clippedLow, double clippedHigh) =>
        Assert.Equal(new Interval(clippedLow, clippedHigh), new Interval(low, high).ClipTo(0, 100));

    [Fact]
    public void Clipping_to_no_bounds_changes_nothing()
    {
        Assert.Equal(new Interval(-5, 7), new Interval(-5, 7).ClipTo(null, null));
        Assert.Equal(new Interval(0, 7), new Interval(-5, 7).ClipTo(0, null));
    }

    /// <summary>A distribution on [1, 5] cannot have a mean outside it, so what clipping takes away never held the mean.</summary>
    [Fact]
    public void The_interval_of_a_mean_stays_within_its_scale()
    {
        var stars = Estimate.OfMean(n: 2, mean: 3, stddev: 1.4142135623730951, minimum: 1, maximum: 5);

        Assert.Equal(new Interval(1, 5), stars.Interval);
        Assert.False(stars.Reliable);
    }

    /// <summary>Zero of 160: Wilson's upper end is z² / (n + z²) = 3.8415 / 163.8415.</summary>
    [Fact]
    public void No_success_in_160_trials_is_said_with_an_upper_end()
    {
        var none = Estimate.OfProportion(0, 160);

        Assert.Equal(0, none.Interval!.Value.Low);
        Assert.Equal(0.023446, none.Interval.Value.High, 1e-6);
        Assert.True(none.Reliable);
        Assert.Null(none.NeededN);
    }

    /// <summary>Counted up one by one by another program from Wilson's formula and the three conditions of the presentation standard.</summary>
    [Theory]
    [InlineData(0, 10, 73)]
    [InlineData(1, 20, 184)]
    [InlineData(1, 12, 105)]
    [InlineData(2, 100, 152)]
    [InlineData(3, 100, 201)]
    [InlineData(1, 100, 108)]
    [InlineData(2, 10, 35)]
    [InlineData(5, 10, 39)]
    [InlineData(7, 7, 30)]
    public void A_proportion_that_cannot_be_said_names_the_trials_that_it_needs(long successes, long trials, long needed)
    {
        var estimate = Estimate.OfProportion(successes, trials);

        Assert.False(estimate.Reliable);
        Assert.Equal(needed, estimate.NeededN);
    }

    [Theory]
    [InlineData(0, 72, false)]
    [InlineData(0, 73, true)]
    [InlineData(19, 38, false)]
    [InlineData(20, 40, true)]
    [InlineData(29, 29, false)]
    [InlineData(30, 30, true)]
    public void A_proportion_is_said_from_the_needed_trials_on(long successes, long trials, bool reliable) =>
        Assert.Equal(reliable, Estimate.OfProportion(successes, trials).Reliable);

    /// <summary>
    /// With tabulated t: 2.110 (17 degrees of freedom), 2.120 (16), 2.093 (19).
    /// On 0-100, half a width below 15 is asked for: 30 x 2.110 / sqrt(18) = 14.92 is, 30 x 2.120 / sqrt(17) = 15.43 is not.
    /// On a scale from 0 up, half a width of 65 % of the mean: 77.7 of 580 has it with 3 values, and needs 9 for 8 degrees of freedom.
    /// 138.8 x 2.093 / sqrt(20) = 64.96 and 139.2 x 2.093 / sqrt(20) = 65.15 of 65.
    /// </summary>
    [Theory]
    [InlineData(2, 43, 30, 100.0, 18)]
    [InlineData(2, 580, 77.7, null, 9)]
    [InlineData(8, 580, 77.7, null, 9)]
    [InlineData(12, 100, 138.8, null, 20)]
    [InlineData(12, 100, 139.2, null, 21)]
    public void A_mean_that_cannot_be_said_names_the_values_that_it_needs(long n, double mean, double stddev, double? maximum, long needed)
    {
        var estimate = Estimate.OfMean(n, mean, stddev, minimum: 0, maximum);

        Assert.False(estimate.Reliable);
        Assert.Equal(needed, estimate.NeededN);
    }

    [Fact]
    public void The_needed_number_is_the_first_that_is_reliable()
    {
        foreach (var mean in (double[])[0.01, 0.2, 3, 40, 99.5])
        {
            foreach (var stddev in (double[])[0.5, 4, 30])
            {
                if (Estimate.OfMean(2, mean, stddev, 0, 100) is { NeededN: { } needed })
                {
                    Assert.True(Estimate.OfMean(needed, mean, stddev, 0, 100).Reliable, $"{mean} +- {stddev} at {needed}");
                    Assert.False(Estimate.OfMean(needed - 1, mean, stddev, 0, 100).Reliable, $"{mean} +- {stddev} before {needed}");
                }
            }
        }
    }

    [Fact]
    public void A_mean_on_a_scale_without_a_lower_end_is_said_as_soon_as_its_spread_is_known()
    {
        Assert.True(Estimate.OfMean(9, 0, 5, minimum: null, maximum: null).Reliable);
        Assert.Equal((false, 9), (Estimate.OfMean(8, 0, 5, minimum: null, maximum: null).Reliable, Estimate.OfMean(8, 0, 5, minimum: null, maximum: null).NeededN));
        Assert.Equal(new Estimate(null, false, null), Estimate.OfMean(1, 0, 0, minimum: null, maximum: null));
    }

    [Fact]
    public void One_value_and_none_say_nothing_and_need_an_unknown_number()
    {
        Assert.Equal(new Estimate(null, false, null), Estimate.OfMean(1, 40, 0, 0, 100));
        Assert.Equal(new Estimate(null, false, null), Estimate.OfProportion(0, 0));
    }

    /// <summary>The rule of three: nothing else in 100 more values leaves room for 1 - 0.05^(1/100) = 2.951 %.</summary>
    [Fact]
    public void Equal_values_on_a_bounded_scale_leave_room_for_a_rare_other_one()
    {
        var equal = Estimate.OfMean(n: 101, mean: 4, stddev: 0, minimum: 1, maximum: 5);

        Assert.Equal(4 - (3 * 0.029513), equal.Interval!.Value.Low, 1e-5);
        Assert.Equal(4 + 0.029513, equal.Interval.Value.High, 1e-5);
        Assert.True(equal.Reliable);
    }

    [Fact]
    public void Few_equal_values_on_a_bounded_scale_cannot_be_said_and_name_the_number()
    {
        var equal = Estimate.OfMean(n: 3, mean: 5, stddev: 0, minimum: 1, maximum: 5);

        // 1 - 0.05^(1/(n-1)) < 0.3 from n = 10 on: 0.3123 with 8 others, 0.2831 with 9.
        Assert.Equal(5, equal.Interval!.Value.High);
        Assert.Equal(5 - (4 * 0.776393), equal.Interval.Value.Low, 1e-5);
        Assert.Equal((false, 10), (equal.Reliable, equal.NeededN));
    }

    [Fact]
    public void Equal_values_on_an_open_scale_have_no_interval()
    {
        Assert.Equal(new Estimate(null, false, null), Estimate.OfMean(n: 160, mean: 12, stddev: 0, minimum: 0, maximum: null));
        Assert.Null(MeanInterval.Student(160, 12, 0));
    }
}
