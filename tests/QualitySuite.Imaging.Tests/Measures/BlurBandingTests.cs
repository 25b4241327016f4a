using FsCheck.Xunit;

namespace QualitySuite.Imaging.Tests.Measures;

public sealed class BlurBandingTests
{
    [Theory]
    [InlineData("scene.png")]
    [InlineData("noisy.png")]
    [InlineData("blurred.png")]
    [InlineData("blocky.png")]
    [InlineData("drawing.png")]
    [InlineData("banded.png")]
    public void Blur_is_that_of_scikit_image_and_banding_that_of_NumPy(string name)
    {
        var expected = Fixture.BlurBanding[name];
        using var image = Fixture.Image(name);
        var measured = TechnicalMeasures.Measure(image);
        Assert.Equal(expected.BlurEffect, measured.BlurEffect, 1e-9);
        Assert.Equal(expected.Banding, measured.Banding, 1e-12);
    }

    [Property(MaxTest = 150)]
    public void Banding_equals_the_plain_formula_on_bands_of_any_size(byte widthSeed, byte heightSeed, int seed)
    {
        var (width, height) = (1 + widthSeed, 1 + (heightSeed % 150));
        var luma = Bands(width, height, new Random(seed));
        Assert.Equal(PlainMeasures.Banding(luma, width, height), Banding.Measure(luma, width, height), 1e-12);
        Assert.Equal(PlainMeasures.BlurEffect(luma, width, height), BlurEffect.Measure(luma, width, height), 1e-9);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    public void Coarser_steps_are_worse_and_dither_hides_them(int step)
    {
        var random = new Random(3);
        var banded = new byte[256 * 256];
        var finer = new byte[banded.Length];
        var dithered = new byte[banded.Length];
        for (var i = 0; i < banded.Length; i++)
        {
            var level = 40 + ((i % 256) / 4.0);
            banded[i] = (byte)(Math.Floor(level / step) * step);
            finer[i] = (byte)(Math.Floor(level / (step / 2.0)) * (step / 2.0));
            dithered[i] = (byte)(Math.Floor((level + (random.NextDouble() * step)) / step) * step);
        }

        var value = Banding.Measure(banded, 256, 256);
        Assert.InRange(value, 0.02, 1);
        Assert.InRange(Banding.Measure(dithered, 256, 256), 0, value / 10);
        Assert.True(step == 1 || Banding.Measure(finer, 256, 256) < value);
    }

    [Fact]
    public void Two_tones_four_levels_apart_are_the_worst_banding()
    {
        var luma = new byte[64 * 64];
        luma.AsSpan(32 * 64).Fill(4);

        // All but the rows and columns without all neighbours: 62 by 30 pixels of each tone.
        var share = 62 * 30 / 4096.0;
        Assert.Equal(2 * share * 4 * share / 2, Banding.Measure(luma, 64, 64), 1e-12);
    }

    [Fact]
    public void Blur_does_not_depend_on_contrast_and_grows_with_blurring()
    {
        using var scene = Fixture.Image("scene.png");
        using var luma = GreyPlane.From(scene, GreyWeights.Pillow);
        var (width, height) = (luma.Width, luma.Height);
        byte[] even = [.. luma.Pixels.ToArray().Select(level => (byte)(level / 2 * 2))];
        byte[] half = [.. even.Select(level => (byte)(level / 2))];
        Assert.Equal(BlurEffect.Measure(even, width, height), BlurEffect.Measure(half, width, height), 1e-12);

        using var small = Resampling.Bilinear(scene, width / 3, height / 3);
        using var soft = Resampling.Bilinear(small, width, height);
        using var softLuma = GreyPlane.From(soft, GreyWeights.Pillow);
        Assert.True(BlurEffect.Measure(softLuma.Pixels, width, height) > BlurEffect.Measure(luma.Pixels, width, height) + 0.1);
    }

    /// <summary>Stripes of nearly equal tones in both directions, so that most pixels are flat.</summary>
    private static byte[] Bands(int width, int height, Random random)
    {
        var (across, down, step) = (random.Next(2, 40), random.Next(2, 40), random.Next(1, 12));
        var luma = new byte[width * height];
        for (var i = 0; i < luma.Length; i++)
        {
            luma[i] = (byte)((((i % width / across) * step) + ((i / width / down) * 3)) & 0xFF);
        }

        for (var i = random.Next(20); i > 0; i--)
        {
            luma[random.Next(luma.Length)] ^= 1;
        }

        return luma;
    }
}
