using QualitySuite.Contracts.Metrics;
using QualitySuite.Reviewer.Charts;
using QualitySuite.Reviewer.Comparing;
using QualitySuite.Reviewer.Display;

namespace QualitySuite.UiTests.Unit;

public sealed class ComparedMetricTests
{
    private static readonly MetricDefinition Sharpness = MetricCatalogue.Find("sharpness")!;
    private static readonly MetricDefinition Blank = MetricCatalogue.Find("blank")!;

    [Theory]
    [InlineData("sharpness", 2, true, 0.001, "Better", "v2 is better than v1: Sharpness is higher.")]
    [InlineData("sharpness", -2, true, 0.001, "Worse", "v2 is worse than v1: Sharpness is lower.")]
    [InlineData("brisque", 2, true, 0.001, "Worse", "v2 is worse than v1: BRISQUE is higher.")]
    [InlineData("brisque", -2, true, 0.001, "Better", "v2 is better than v1: BRISQUE is lower.")]
    [InlineData("contrast", 2, true, 0.001, "Higher", "Contrast of v2 is higher than of v1; neither way is better.")]
    [InlineData("contrast", -2, true, 0.001, "Lower", "Contrast of v2 is lower than of v1; neither way is better.")]
    [InlineData("sharpness", 2, true, 0.2, "MayBeChance", "May be chance: by itself this would be a difference, but among 30 metrics one like it comes about without a cause.")]
    [InlineData("sharpness", 2, false, 0.2, "NotSeen", "No difference seen.")]
    public void What_is_said_goes_by_the_direction_the_interval_and_the_number_of_metrics(
        string metric, double difference, bool clear, double adjusted, string verdict, string sentence)
    {
        var compared = Compare(MetricCatalogue.Find(metric)!, new(difference, [difference - 1, difference + 1], 0.01, clear, NeededN: null, Missing: null) { AdjustedP = adjusted });

        Assert.Equal(verdict, compared.Verdict.ToString());
        Assert.Equal(sentence, compared.Sentence("v1", "v2"));
    }

    [Fact]
    public void Without_an_interval_it_says_what_is_missing() =>
        Assert.Equal(
            "Cannot say yet. It takes 9 values of each; v1 has 3 and v2 has 0.",
            Compare(Sharpness, new(null, Ci95: null, P: null, Clear: false, 9, "It takes 9 values in each group; a has 3 and b has 0."), [3], [0]).Sentence("v1", "v2"));

    [Fact]
    public void Differences_have_signs_and_the_digits_that_their_interval_supports()
    {
        Assert.Equal(("+1.2", "[\u22120.4, +2.8]"), Numbers.FormatDifference(Sharpness, 1.23, -0.41, 2.78));
        Assert.Equal(("\u22122.5", "[\u22123.5, \u22121.5]"), Numbers.FormatDifference(Blank, -0.025, -0.035, -0.015));
        Assert.Equal(("0.0", "[\u22121.0, +1.0]"), Numbers.FormatDifference(Sharpness, -0.01, -1, 1));
        Assert.Equal(("0", "[\u22121.0, +1.0]"), Numbers.FormatDifference(Sharpness, 0, -1, 1));
        Assert.Equal(("+10\u00a0%", "[+2\u00a0%, +22\u00a0%]"), Numbers.FormatRelative(0.1, [0.02, 0.22]));
        Assert.Equal(("\u221212.3\u00a0%", null), Numbers.FormatRelative(-0.1234, null));
    }

    [Theory]
    [InlineData(0, "< 0.001")]
    [InlineData(0.00099, "< 0.001")]
    [InlineData(0.0432, "0.043")]
    [InlineData(0.432, "0.43")]
    [InlineData(1, "1.00")]
    public void P_values_have_as_many_digits_as_matter(double p, string text) => Assert.Equal(text, Numbers.PValue(p));

    [Fact]
    public void Zero_is_in_the_middle_of_the_line_and_the_further_end_near_its_edge()
    {
        Assert.Equal(new IntervalDrawing("39", "61", "94"), IntervalDrawing.Of(-1, 1, 4));
        Assert.Equal(new IntervalDrawing("6", "28", "50"), IntervalDrawing.Of(-2, -1, 0));
        Assert.Equal(new IntervalDrawing("50", "50", "50"), IntervalDrawing.Of(0, 0, 0));
    }

    /// <summary>Edges 0, 0.125, 0.25, 0.5, 1, ...: bins 2 and 4 are used, so bins 1 to 5 are drawn.</summary>
    [Fact]
    public void Histograms_are_shares_over_the_bins_that_have_values()
    {
        var noise = MetricCatalogue.Find("noise_sigma")!;
        var compared = Compare(noise, new(0, [-1, 1], 1, Clear: false, NeededN: null, Missing: null), [0, 0, 3, 0, 1, 0, 0, 0, 0, 0, 0, 0], [0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
        var drawing = HistogramDrawing.Of(noise, compared.Found)!;

        Assert.Equal("M0 100V100H10V0H20V100H30V66.67H40V100H50V100Z", drawing.Baseline);
        Assert.Equal("M0 100V100H10V33.33H20V100H30V33.33H40V100H50V100Z", drawing.Candidate);
        Assert.Equal((50, "75 %"), (drawing.Width, drawing.Tallest));
        Assert.Equal(["0.125", "0.500", "4.00"], drawing.Labels);
        Assert.Equal(new HistogramBin(10, "0.250 to 0.500", "75 %", "50 %"), drawing.Bins[1]);
    }

    [Fact]
    public void Open_bins_say_so_and_a_group_without_values_has_no_histogram()
    {
        var found = Compare(Sharpness, new(0, [-1, 1], 1, Clear: false, NeededN: null, Missing: null), [.. new long[15], 2], [.. new long[15], 2]).Found;

        Assert.Equal("16 384 and above", HistogramDrawing.Of(Sharpness, found)!.Bins[^1].Name.Replace('\u202f', ' '));
        Assert.Null(HistogramDrawing.Of(Sharpness, found with { A = found.A with { N = 0 } }));
    }

    [Fact]
    public void Groups_of_one_colour_get_two()
    {
        var styles = new Dictionary<string, SeriesStyle> { ["v1"] = new(3, 1), ["v2"] = new(4, 0), ["v9"] = new(3, 2) };
        var versions = new CompareChoice("modelVersion", [], "v1", "v2");

        Assert.Equal((new GroupLook("v1", new(3, 1)), new GroupLook("v2", new(4, 0))), GroupLook.Of(versions, "v1", "v2", styles));
        Assert.Equal((new GroupLook("v1", new(0, 1)), new GroupLook("v9", new(1, 0))), GroupLook.Of(versions, "v1", "v9", styles));
        Assert.Equal(
            (new GroupLook("v1", new(0, 1)), new GroupLook("v2", new(1, 0))), GroupLook.Of(versions with { Dimension = "app" }, "v1", "v2", styles));
    }

    private static ComparedMetric Compare(MetricDefinition metric, ComparedDifference difference, long[]? a = null, long[]? b = null)
    {
        var (first, second) = (a ?? [], b ?? []);
        return new ComparedMetric(
            metric,
            new MetricComparison(
                metric.Id, Scorer: null, [], new ComparedGroup(first.Sum(), 1, 1, first, Ci95: null), new ComparedGroup(second.Sum(), 1, 1, second, Ci95: null),
                difference, new RelativeDifference(null, null), metric.HistogramEdges),
            Tested: 30);
    }
}
