using QualitySuite.Cli.Compare;
using QualitySuite.Cli.Score;
using QualitySuite.Scoring;

namespace QualitySuite.Cli.Tests.Compare;

/// <summary>Sets of embeddings with known answers.</summary>
public sealed class SetComparisonTests
{
    private static readonly EncoderIdentity Encoder = new(new string('e', 64), "clip", 2);

    [Fact]
    public void Equal_sets_have_no_distance_and_orthogonal_images_count_as_two()
    {
        var set = Assert.Single(Compare(Set("a", 4, i => i % 2 == 0 ? [1, 0] : [0, 1]), Set("b", 4, i => i % 2 == 0 ? [1, 0] : [0, 1])));

        Assert.Equal((4, 0.0, 0.0), (set.Images, Math.Round(set.Cmmd, 6), Math.Round(set.Frechet, 6)));
        Assert.Equal((2.0, 2.0), (Math.Round(set.VendiA, 6), Math.Round(set.VendiB, 6)));
        Assert.Null(set.Note);
    }

    /// <summary>Two points at distance sqrt(2) under sigma 10: 1000 (2 - 2 exp(-2 / 200)) = 19.900; without spread the Fréchet distance is 2.</summary>
    [Fact]
    public void Sets_of_a_single_point_each_have_the_distance_of_the_points()
    {
        var set = Assert.Single(Compare(Set("a", 3, _ => [1, 0]), Set("b", 3, _ => [0, 1])));

        Assert.Equal(1000 * (2 - (2 * Math.Exp(-0.01))), set.Cmmd, 1e-3);
        Assert.Equal(2, set.Frechet, 1e-5);
        Assert.Contains($"CMMD 19.9 (below {Figures.Of(set.CmmdNoChange)} in 95 % of cases without a change)", ComparisonText.Describe(set), StringComparison.Ordinal);
        Assert.Equal((1.0, 1.0), (Math.Round(set.VendiA, 6), Math.Round(set.VendiB, 6)));
    }

    [Theory]
    [InlineData(20, true)]
    [InlineData(10, false)]
    public void Cmmd_is_above_its_level_where_the_sets_differ_and_there_alone(int onFirst, bool differs)
    {
        var set = Assert.Single(Compare(Set("a", 20, i => i % 2 == 0 ? [1, 0] : [0, 1]), Set("b", 20, i => i < onFirst ? [1, 0] : [0, 1])));

        Assert.Equal(differs, set.Cmmd > set.CmmdNoChange);
        Assert.True(set.CmmdNoChange > 0);
    }

    [Fact]
    public void Sides_of_different_size_are_compared_at_the_smaller_and_that_is_said()
    {
        var set = Assert.Single(Compare(Set("a", 3, _ => [1, 0]), Set("b", 30, i => i < 15 ? [1, 0] : [0, 1], name: "other")));

        Assert.Equal(3, set.Images);
        Assert.Contains("3 images of each side, spread evenly", set.Note, StringComparison.Ordinal);
        Assert.True(set.VendiB > 1.5);
    }

    [Fact]
    public void Few_images_for_the_dimensions_and_another_encoder_are_told()
    {
        Assert.Contains("few for 2 dimensions", Assert.Single(Compare(Set("a", 2, _ => [1, 0]), Set("b", 2, _ => [0, 1]))).Note, StringComparison.Ordinal);
        Assert.Empty(Compare(Set("a", 3, _ => [1, 0]), Set("b", 3, _ => [1, 0]) with { Encoders = [Encoder with { Identity = new string('f', 64) }] }));
        Assert.Empty(Compare(Set("a", 1, _ => [1, 0]), Set("b", 1, _ => [1, 0])));
    }

    private static IReadOnlyList<SetComparison> Compare(ScoreSet a, ScoreSet b) => Comparison.Of(a, b, PairingMode.Auto, TestContext.Current.CancellationToken).Sets;

    private static ScoreSet Set(string source, int count, Func<int, float[]> embedding, string name = "image") => new()
    {
        Source = source,
        Scorers = [],
        Encoders = [Encoder],
        Images = [.. Enumerable.Range(0, count).Select(i => new ScoredImage($"{name}{i}.png", null) { Embeddings = [new Embedding(Encoder.Identity, embedding(i))] })],
    };
}
