using FsCheck;
using FsCheck.Xunit;

namespace QualitySuite.Statistics.Tests;

/// <summary>Differences of proportions on published tables.</summary>
public sealed class ProportionComparisonTests
{
    /// <summary>Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine 17 (1998), table II, method 10.</summary>
    [Theory]
    [InlineData(48, 80, 56, 70, 0.0524, 0.3339)]
    [InlineData(3, 10, 9, 10, 0.1705, 0.8090)]
    [InlineData(2, 7, 6, 7, 0.0582, 0.8062)]
    [InlineData(0, 29, 5, 56, -0.0381, 0.1926)]
    [InlineData(0, 20, 0, 10, -0.1611, 0.2775)]
    [InlineData(0, 10, 0, 10, -0.2775, 0.2775)]
    [InlineData(0, 20, 10, 10, 0.6791, 1.0000)]
    [InlineData(0, 10, 10, 10, 0.6075, 1.0000)]
    public void Newcombes_interval_reproduces_the_published_ones(long baseline, long ofBaseline, long candidate, long ofCandidate, double low, double high)
    {
        var interval = ProportionComparison.Newcombe(baseline, ofBaseline, candidate, ofCandidate)!.Value;

        Assert.Equal(low, interval.Low, 0.00005);
        Assert.Equal(high, interval.High, 0.00005);
    }

    /// <summary>
    /// The Physicians' Health Study, 104 heart attacks of 11037 on aspirin and 189 of 11034 on placebo (Agresti, "Categorical Data Analysis"): Pearson's
    /// chi-squared is 25.0139, so N - 1 instead of N makes it 25.0128, of which a standard normal square is above with a chance of 5.69524e-7.
    /// </summary>
    [Fact]
    public void Large_tables_are_tested_by_chi_squared_with_n_minus_1() =>
        Assert.Equal(5.69524e-7, ProportionComparison.PValue(104, 11_037, 189, 11_034)!.Value, 1e-12);

    /// <summary>R: <c>fisher.test</c> of Fisher's convictions of twins gives p-value = 0.0005367, and of his tea taster 0.4857.</summary>
    [Theory]
    [InlineData(2, 12, 15, 18, 0.0005367, 0.00000005)]
    [InlineData(1, 4, 3, 4, 0.4857, 0.00005)]
    public void Small_tables_are_tested_by_fisher_and_irwin(long baseline, long ofBaseline, long candidate, long ofCandidate, double p, double tolerance) =>
        Assert.Equal(p, ProportionComparison.FisherIrwin(baseline, ofBaseline, candidate, ofCandidate), tolerance);

    /// <summary>3 of 40 beside none of 400: 3 x 40 / 440 is expected, less than 1. Counted with whole numbers by another program: 0.000700675428.</summary>
    [Fact]
    public void An_expected_count_below_1_is_too_small_for_chi_squared() =>
        Assert.Equal(0.000700675428, ProportionComparison.PValue(3, 40, 0, 400)!.Value, 1e-11);

    [Theory]
    [InlineData(0, 30, 0, 50)]
    [InlineData(30, 30, 50, 50)]
    public void Trials_that_all_ended_alike_show_no_difference_and_still_leave_room_for_one(long baseline, long ofBaseline, long candidate, long ofCandidate)
    {
        var interval = ProportionComparison.Newcombe(baseline, ofBaseline, candidate, ofCandidate)!.Value;

        Assert.Equal(1, ProportionComparison.PValue(baseline, ofBaseline, candidate, ofCandidate));
        Assert.True(interval.Low < -0.05 && interval.High > 0.05, $"{interval}");
    }

    [Fact]
    public void No_trials_say_nothing()
    {
        Assert.Null(ProportionComparison.Newcombe(0, 0, 1, 2));
        Assert.Null(ProportionComparison.PValue(1, 2, 0, 0));
    }

    [Fact]
    public void Counts_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionComparison.PValue(3, 2, 1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionComparison.PValue(1, 2, -1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionComparison.Newcombe(1, 2, 3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionComparison.Newcombe(1, 2, 1, 2, confidence: 0));
    }

    [Property]
    public void Swapping_the_sides_turns_the_interval_and_keeps_the_p_value(ushort successes, ushort failures, ushort others, ushort otherFailures)
    {
        long first = successes + failures + 1, second = others + otherFailures + 1;
        var there = ProportionComparison.Newcombe(successes, first, others, second)!.Value;
        var back = ProportionComparison.Newcombe(others, second, successes, first)!.Value;

        Assert.Equal(there.Low, -back.High, 1e-12);
        Assert.Equal(there.High, -back.Low, 1e-12);
        Assert.True(there.Low >= -1 - 1e-12 && there.High <= 1 + 1e-12);
        Assert.Equal(
            ProportionComparison.PValue(successes, first, others, second)!.Value, ProportionComparison.PValue(others, second, successes, first)!.Value, 1e-9);
    }
}
