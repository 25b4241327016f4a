using FsCheck.Xunit;

namespace QualitySuite.Statistics.Tests;

public sealed class SampleTests
{
    /// <summary>NIST, Statistical Reference Datasets, univariate summary statistics: NumAcc1 and NumAcc3, with certified mean and deviation.</summary>
    [Fact]
    public void Moments_are_nists_on_data_made_to_lose_digits()
    {
        // NumAcc1: 10000001, 10000003, 10000002. NumAcc3: 1000000.2, then 1000000.1 and 1000000.3 by turns, 1001 values.
        double[] numAcc3 = [1000000.2, .. Enumerable.Range(0, 1000).Select(i => i % 2 == 0 ? 1000000.1 : 1000000.3)];

        Assert.Equal(new SampleMoments(3, 10_000_002, 1), SampleMoments.Of([10_000_001, 10_000_003, 10_000_002]));
        Assert.Equal(1000000.2, SampleMoments.Of(numAcc3).Mean, 1e-8);
        Assert.Equal(0.1, SampleMoments.Of(numAcc3).StandardDeviation, 1e-8);
    }

    [Fact]
    public void Values_that_are_all_the_same_have_no_spread_from_rounding()
    {
        Assert.Equal(new SampleMoments(7, 0.1, 0), SampleMoments.Of([0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]));
        Assert.Equal(new SampleMoments(1, 5, 0), SampleMoments.Of([5]));
        Assert.Equal((0, double.NaN), (SampleMoments.Of([]).Count, SampleMoments.Of([]).Mean));
    }

    /// <summary>By definition 7 of Hyndman and Fan; R: <c>quantile(c(1, 2, 4, 8, 16), c(.1, .25, .5, .9, 1))</c>.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.1, 1.4)]
    [InlineData(0.25, 2)]
    [InlineData(0.5, 4)]
    [InlineData(0.9, 12.8)]
    [InlineData(1, 16)]
    public void Quantiles_interpolate_between_order_statistics(double probability, double expected) =>
        Assert.Equal(expected, SampleQuantile.OfSorted([1, 2, 4, 8, 16], probability), 1e-12);

    [Fact]
    public void A_quantile_of_nothing_or_beyond_one_is_refused()
    {
        Assert.Throws<ArgumentException>(() => SampleQuantile.OfSorted([], 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleQuantile.OfSorted([1], 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleQuantile.OfSorted([1], double.NaN));
    }

    /// <summary>R: <c>p.adjust(c(.01, .02, .03, .04, .05), "holm")</c>, and by hand 0.005 x 4, 0.01 x 3, 0.03 x 2, 0.04 in another order.</summary>
    [Fact]
    public void Holm_multiplies_step_by_step_and_never_falls()
    {
        Assert.Equal([0.05, 0.08, 0.09, 0.09, 0.09], HolmAdjustment.Adjust([0.01, 0.02, 0.03, 0.04, 0.05]), Close);
        Assert.Equal([0.03, 0.06, 0.06, 0.02], HolmAdjustment.Adjust([0.01, 0.04, 0.03, 0.005]), Close);
        Assert.Equal([1.0, 1.0, 0.003], HolmAdjustment.Adjust([0.6, 0.7, 0.001]), Close);
        Assert.Empty(HolmAdjustment.Adjust([]));

        static bool Close(double a, double b) => Math.Abs(a - b) < 1e-12;
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void What_is_no_p_value_is_refused(double value) => Assert.Throws<ArgumentOutOfRangeException>(() => HolmAdjustment.Adjust([0.5, value]));

    /// <summary>Between each value and Bonferroni's, whatever the values are, and in their order.</summary>
    [Property]
    public void Holm_lies_between_the_value_and_bonferronis(ushort[] draws)
    {
        double[] values = [.. draws.Select(draw => draw / (double)ushort.MaxValue)];
        var adjusted = HolmAdjustment.Adjust(values);

        for (var i = 0; i < values.Length; i++)
        {
            Assert.InRange(adjusted[i], values[i], Math.Min(1, values[i] * values.Length));
            Assert.All(Enumerable.Range(0, values.Length).Where(j => values[j] < values[i]), j => Assert.True(adjusted[j] <= adjusted[i]));
        }
    }
}
