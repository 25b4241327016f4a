using QualitySuite.Contracts.Metrics;
using QualitySuite.Reviewer.Display;

namespace QualitySuite.UiTests.Unit;

public sealed class NumbersTests
{
    private static readonly MetricDefinition Points = MetricCatalogue.Find("brisque")!;
    private static readonly MetricDefinition Share = MetricCatalogue.Find("report_rate")!;

    [Theory]
    [InlineData(34.5678, 33.21, 35.93, "34.6", "[33.2, 35.9]")]
    [InlineData(34.5678, 34.5, 34.63, "34.568", "[34.500, 34.630]")]
    [InlineData(1234.6, 1000, 1469, "1\u202f235", "[1\u202f000, 1\u202f469]")]
    [InlineData(-0.5, -1.5, 0.5, "\u22120.5", "[\u22121.5, 0.5]")]
    public void A_mean_has_the_digits_that_its_interval_supports(double mean, double low, double high, string text, string interval) =>
        Assert.Equal((text, interval), Numbers.Format(Points, mean, low, high));

    [Fact]
    public void A_share_is_a_percentage() => Assert.Equal(("12.3", "[10.1, 14.6]"), Numbers.Format(Share, 0.1234, 0.101, 0.146));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.00123, "0.00123")]
    [InlineData(12.345, "12.3")]
    [InlineData(99999, "99\u202f999")]
    [InlineData(0.0000012, "0.000001")]
    [InlineData(3e-7, "< 0.000001")]
    [InlineData(-3e-7, "> \u22120.000001")]
    public void A_single_value_has_three_significant_digits(double value, string text) => Assert.Equal(text, Numbers.Format(Points, value));

    [Fact]
    public void An_end_that_is_exactly_nothing_is_a_bare_0() => Assert.Equal(("0", "[0, 2.3]"), Numbers.Format(Share, 0, 0, 0.0234));

    [Theory]
    [InlineData(6, "6")]
    [InlineData(73, "73")]
    [InlineData(184, "190")]
    [InlineData(200, "200")]
    [InlineData(98_765, "99\u202f000")]
    public void A_needed_n_is_rounded_up_to_two_digits(long needed, string text) => Assert.Equal(text, Numbers.About(needed));

    [Theory]
    [InlineData(20, "moments ago")]
    [InlineData(80, "a minute ago")]
    [InlineData(600, "10 minutes ago")]
    [InlineData(-7200, "in 2 hours")]
    [InlineData(400_000, "5 days ago")]
    public void Times_are_relative(double seconds, string text)
    {
        var now = new DateTimeOffset(2026, 3, 20, 12, 0, 0, TimeSpan.Zero);

        Assert.Equal(text, RelativeTime.Relative(now.AddSeconds(-seconds), now));
    }
}
