using QualitySuite.Reviewer.Charts;

namespace QualitySuite.UiTests.Unit;

public sealed class SeriesStyleTests
{
    [Fact]
    public void Eight_versions_have_eight_colours()
    {
        var styles = SeriesStyle.OfAll(Enumerable.Range(0, SeriesStyle.Colours).Select(i => $"model-1.{i}"));

        Assert.Equal(Enumerable.Range(0, SeriesStyle.Colours), styles.Values.Select(s => s.Colour).Order());
    }

    [Fact]
    public void The_order_in_which_versions_are_listed_changes_nothing()
    {
        string[] versions = [.. Enumerable.Range(0, 30).Select(i => $"v{i}")];

        Assert.Equal(SeriesStyle.OfAll(versions), SeriesStyle.OfAll(versions.Reverse()));
    }

    [Fact]
    public void A_later_version_leaves_the_earlier_ones_their_look()
    {
        var before = SeriesStyle.OfAll(["sd-1.0", "sd-1.1", "sd-1.2"]);
        var after = SeriesStyle.OfAll(["sd-1.3", "sd-1.0", "sd-1.1", "sd-1.2"]);

        Assert.All(before, b => Assert.Equal(b.Value, after[b.Key]));
    }

    [Fact]
    public void Styles_stay_within_the_stylesheet() =>
        Assert.All(Enumerable.Range(0, 500).Select(i => SeriesStyle.Of($"version {i}")), style =>
        {
            Assert.InRange(style.Colour, 0, SeriesStyle.Colours - 1);
            Assert.InRange(style.Dash, 0, SeriesStyle.Dashes - 1);
        });
}
