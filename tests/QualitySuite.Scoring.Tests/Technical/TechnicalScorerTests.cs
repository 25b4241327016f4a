using QualitySuite.Scoring.Tests.Fixtures;

namespace QualitySuite.Scoring.Tests.Technical;

public sealed class TechnicalScorerTests(StarterEngine starter) : IClassFixture<StarterEngine>
{
    /// <summary>
    /// Two halves of 16 x 16 pixels, black and white: every value follows from a measure's definition by hand.
    /// Laplacian: mirrored borders, 0 but for +255 and -255 in the two columns at the edge, so 2/32 of all pixels hold 255^2.
    /// </summary>
    [Fact]
    public void Every_measure_arrives_under_its_own_metric()
    {
        using var image = Pictures.Plain(0, 0, 0, width: 32, height: 16);
        for (var i = 0; i < image.Pixels.Length; i += 3)
        {
            image.Pixels.Slice(i, 3).Fill((byte)(i / 3 % 32 < 16 ? 0 : 255));
        }

        using var prepared = starter.Engine.Prepare(image);
        var scores = prepared.Scores.ToDictionary(s => s.Metric, s => s.Value);

        Assert.Equal(255 * 255 * 2 / 32.0, scores["sharpness"], 1e-9);
        Assert.Equal(0.5, scores["contrast"], 1e-9);
        Assert.Equal(0, scores["colourfulness"], 1e-9);
        Assert.Equal(1, scores["exposure_clipping"], 1e-9);
        Assert.Equal(0, scores["blank"]);
        Assert.True(scores["blockiness"] > 1);

        // Immerkaer's mask (1 -2 1 / -2 4 -2 / 1 -2 1) answers nothing to a straight vertical edge.
        Assert.Equal(0, scores["noise_sigma"], 1e-9);
    }

    [Fact]
    public void A_black_image_is_blank_and_has_no_brisque()
    {
        using var image = Pictures.Plain(0, 0, 0, width: 64, height: 64);

        using var prepared = starter.Engine.Prepare(image);

        Assert.Equal(1, prepared.Scores.Single(s => s.Metric == "blank").Value);
        Assert.DoesNotContain(prepared.Scores, s => s.Metric == "brisque");
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(15, 400)]
    [InlineData(400, 2)]
    public void An_image_too_small_for_BRISQUE_has_every_other_score(int width, int height)
    {
        using var image = Pictures.Blocks(3, 1, width, height);

        using var prepared = starter.Engine.Prepare(image, "a red apple");
        starter.Engine.Run([prepared]);

        Assert.Equal(starter.Engine.Scorers.Select(s => s.Metric).Where(m => m != "brisque").Order(), prepared.Scores.Select(s => s.Metric).Order());
        Assert.All(prepared.Scores, s => Assert.True(double.IsFinite(s.Value), s.Metric));
    }
}
