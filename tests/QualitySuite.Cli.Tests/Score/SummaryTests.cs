using QualitySuite.Cli.Score;
using QualitySuite.Scoring;
using QualitySuite.Statistics;

namespace QualitySuite.Cli.Tests.Score;

public sealed class SummaryTests
{
    /// <summary>0 to 100 by ones: mean 50, deviation sqrt(858.5) = 29.30, t(0.975, 100) = 1.984: 50 ± 5.78; quantiles by definition 7.</summary>
    [Fact]
    public async Task The_table_has_mean_interval_and_quantiles_of_each_metric_and_which_way_is_better()
    {
        await using var output = new StringWriter();
        SummaryTable.Write(output, MetricSummary.Of(Set("brisque", [.. Enumerable.Range(0, 101).Select(i => (double)i)])));

        Assert.Matches(@"↓ brisque +101 +50\.0 +10\.0 +50\.0 +90\.0 +\[44\.2, 55\.8\]", output.ToString());
    }

    [Fact]
    public void Images_without_a_value_and_failed_ones_do_not_count()
    {
        var set = Set("clip_score", [10, double.NaN, 20]);
        set = set with { Images = [.. set.Images, new ScoredImage("x.png", null) { Failure = new ImageFailure("truncated", "") }] };
        var summary = MetricSummary.Of(set)[0];

        Assert.Equal((2, 15.0), (summary.Count, summary.Moments.Mean));
        Assert.Equal([10, 20], summary.Sorted);
    }

    /// <summary>Wilson's interval of 10 in 100: 0.0552 to 0.1744.</summary>
    [Fact]
    public void A_share_of_images_has_wilsons_interval()
    {
        var summary = MetricSummary.Of(Set("blank", [.. Enumerable.Range(0, 100).Select(i => i < 10 ? 1.0 : 0)]))[0];

        Assert.Equal((0.0552, 0.1744), (Math.Round(summary.Estimate.Interval!.Value.Low, 4), Math.Round(summary.Estimate.Interval.Value.High, 4)));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1e-12, "0")]
    [InlineData(0.0000123, "1.2e-5")]
    [InlineData(0.123456, "0.123")]
    [InlineData(12.3456, "12.3")]
    [InlineData(1234.5678, "1,235")]
    [InlineData(-0.5, "-0.500")]
    public void Figures_have_three_significant_digits(double value, string expected) => Assert.Equal(expected, Figures.Of(value));

    [Fact]
    public void A_mean_has_the_decimals_that_its_interval_supports()
    {
        Assert.Equal(("12.35", "[12.21, 12.47]"), (Figures.Of(12.3456, new Interval(12.21, 12.47)), Figures.Of(new Interval(12.21, 12.47))));
        Assert.Equal("+1,404", Figures.Signed(1404.2, new Interval(703, 2106)));
    }

    private static ScoreSet Set(string metric, double[] values) => new()
    {
        Source = "x",
        Scorers = [new ScorerIdentity(metric, new string('a', 64), "")],
        Images = [.. values.Select((value, i) => new ScoredImage($"{i}.png", null) { Values = [value] })],
    };
}
