using QualitySuite.Reviewer.Charts;

namespace QualitySuite.UiTests.Unit;

public sealed class SeriesStyleTests
{
    [Fact]
    public void Eight_versions_have_eight_colours()
    {
        var styles = SeriesStyle.OfHistory(Versions(SeriesStyle.Colours));

        Assert.Equal(Enumerable.Range(0, SeriesStyle.Colours), styles.Values.Select(s => s.Colour).Order());
    }

    [Fact]
    public void As_many_versions_as_there_are_colours_and_dashes_all_look_different() =>
        Assert.Distinct(SeriesStyle.OfHistory(Versions(SeriesStyle.Colours * SeriesStyle.Dashes)).Values);

    [Fact]
    public void Neighbours_differ_in_colour_and_in_dash()
    {
        var versions = Versions(30);
        var styles = SeriesStyle.OfHistory(versions);

        Assert.All(versions.Zip(versions.Skip(1)), pair =>
        {
            Assert.NotEqual(styles[pair.First].Colour, styles[pair.Second].Colour);
            Assert.NotEqual(styles[pair.First].Dash, styles[pair.Second].Dash);
        });
    }

    [Fact]
    public void A_new_version_leaves_the_earlier_ones_their_colour_and_takes_the_solid_line()
    {
        var before = SeriesStyle.OfHistory(["sd-1.0", "sd-1.10", "sd-1.2"]);
        var after = SeriesStyle.OfHistory(["sd-1.0", "sd-1.10", "sd-1.2", "sd-0.9"]);

        Assert.All(before, b => Assert.Equal(b.Value.Colour, after[b.Key].Colour));
        Assert.Equal(0, before["sd-1.2"].Dash);
        Assert.Equal(0, after["sd-0.9"].Dash);
        Assert.Equal(after["sd-0.9"], SeriesStyle.Of("sd-0.9", before));
    }

    [Fact]
    public void Styles_stay_within_the_stylesheet() =>
        Assert.All(SeriesStyle.OfHistory(Versions(500)).Values, style =>
        {
            Assert.InRange(style.Colour, 0, SeriesStyle.Colours - 1);
            Assert.InRange(style.Dash, 0, SeriesStyle.Dashes - 1);
        });

    private static string[] Versions(int count) => [.. Enumerable.Range(0, count).Select(i => $"model-{i}")];
}
