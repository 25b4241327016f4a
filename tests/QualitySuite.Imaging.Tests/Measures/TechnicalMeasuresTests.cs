using System.Security.Cryptography;
using FsCheck.Xunit;

namespace QualitySuite.Imaging.Tests.Measures;

public sealed class TechnicalMeasuresTests
{
    public static TheoryData<string> Names => [.. Fixture.Measured.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Measures_are_those_of_OpenCV_SciPy_and_NumPy(string name)
    {
        var expected = Fixture.Measured[name];
        using var image = Fixture.Image(name);
        var measured = TechnicalMeasures.Measure(image);
        Assert.Equal(expected.Sharpness, measured.Sharpness, 1e-7);
        Assert.Equal(expected.NoiseSigma, measured.NoiseSigma, 1e-9);
        Assert.Equal(expected.Blockiness, measured.Blockiness, 1e-9);
        Assert.Equal(expected.Contrast, measured.Contrast, 1e-9);
        Assert.Equal(expected.Colourfulness, measured.Colourfulness, 1e-9);
        Assert.Equal(expected.ExposureClipping, measured.ExposureClipping, 1e-12);
        Assert.Equal(0, measured.Blank);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Grey_planes_are_those_of_Pillow_and_OpenCV(string name)
    {
        using var image = Fixture.Image(name);
        using var luma = GreyPlane.From(image, GreyWeights.Pillow);
        using var grey = GreyPlane.From(image, GreyWeights.OpenCv);
        Assert.Equal(Fixture.Measured[name].LumaSha256, Convert.ToHexStringLower(SHA256.HashData(luma.Pixels)));
        Assert.Equal(Fixture.Measured[name].OpenCvGreySha256, Convert.ToHexStringLower(SHA256.HashData(grey.Pixels)));
    }

    [Property(MaxTest = 300)]
    public void Vector_paths_equal_the_plain_formulas_at_every_size(byte widthSeed, byte heightSeed, int seed)
    {
        var (width, height) = (1 + (widthSeed % 150), 1 + (heightSeed % 40));
        using var image = Pictures.Random(width, height, seed & 0xFFFF);
        using var luma = GreyPlane.From(image, GreyWeights.Pillow);
        using var grey = GreyPlane.From(image, GreyWeights.OpenCv);
        var levels = PlainMeasures.Grey(image, GreyWeights.Pillow);
        Assert.Equal(levels, luma.Pixels);
        Assert.Equal(PlainMeasures.Grey(image, GreyWeights.OpenCv), grey.Pixels);
        var measured = TechnicalMeasures.Measure(image);
        Assert.Equal(PlainMeasures.Sharpness(levels, width, height), measured.Sharpness, 1e-6);
        Assert.Equal(PlainMeasures.NoiseSigma(levels, width, height), measured.NoiseSigma, 1e-9);
        Assert.Equal(PlainMeasures.Blockiness(levels, width, height), measured.Blockiness, 1e-9);
        Assert.Equal(PlainMeasures.Contrast(levels), measured.Contrast, 1e-9);
        Assert.Equal(PlainMeasures.Colourfulness(image), measured.Colourfulness, 1e-9);
        Assert.Equal(PlainMeasures.ExposureClipping(levels), measured.ExposureClipping, 1e-12);
        Assert.Equal(PlainMeasures.Blank(image), measured.Blank);
        Assert.Equal(PlainMeasures.BlurEffect(levels, width, height), measured.BlurEffect, 1e-9);
        Assert.Equal(PlainMeasures.Banding(levels, width, height), measured.Banding, 1e-12);
    }

    [Theory]
    [InlineData(9000, 3)]
    [InlineData(70_001, 2)]
    [InlineData(9000, 5)]
    public void Very_wide_images_do_not_overflow_a_lane(int width, int height)
    {
        using var image = new RgbImage(width, height);
        for (var i = 0; i < width * height; i++)
        {
            image.Pixels.Slice(i * 3, 3).Fill((byte)(((i % width) + (i / width)) % 2 == 0 ? 255 : 0));
        }

        image.Pixels[..3].Clear();
        using var luma = GreyPlane.From(image, GreyWeights.Pillow);
        var levels = luma.Pixels.ToArray();
        var measured = TechnicalMeasures.Measure(image);
        Assert.Equal(PlainMeasures.Sharpness(levels, width, height), measured.Sharpness, 1e-3);
        Assert.Equal(PlainMeasures.NoiseSigma(levels, width, height), measured.NoiseSigma, 1e-7);
        Assert.Equal(PlainMeasures.Blockiness(levels, width, height), measured.Blockiness, 1e-9);
        Assert.Equal(PlainMeasures.Contrast(levels), measured.Contrast, 1e-9);
        Assert.Equal(PlainMeasures.Colourfulness(image), measured.Colourfulness, 1e-9);
        Assert.Equal(1, measured.ExposureClipping);
        Assert.Equal(PlainMeasures.BlurEffect(levels, width, height), measured.BlurEffect, 1e-9);
    }

    [Theory]
    [InlineData(0, 0, 0, 1)]
    [InlineData(128, 128, 128, 0)]
    [InlineData(255, 255, 255, 1)]
    public void An_image_of_one_tone_is_blank_and_without_detail(byte red, byte green, byte blue, double clipping)
    {
        using var image = Pictures.Flat(512, 512, red, green, blue);
        Assert.Equal(new TechnicalMeasurement(0, 1, 0, 1, 0, 0, 0, clipping, 1), TechnicalMeasures.Measure(image));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(1, 40)]
    [InlineData(40, 1)]
    [InlineData(8, 8)]
    public void Tiny_images_have_defined_values(int width, int height)
    {
        using var image = Pictures.Flat(width, height, 200, 100, 50);

        // One colour: rg = 100, yb = 100, so only the mean's part of the colourfulness is left.
        var expected = new TechnicalMeasurement(0, 1, 0, 1, 0, 0, 0.3 * Math.Sqrt(20_000), 0, 1);
        Assert.Equal(expected, TechnicalMeasures.Measure(image));
    }

    [Fact]
    public void Half_black_and_half_white_has_the_greatest_contrast()
    {
        using var image = Pictures.Flat(64, 64, 0, 0, 0);
        image.Pixels[(64 * 32 * 3)..].Fill(255);
        var measured = TechnicalMeasures.Measure(image);
        Assert.Equal((0.5, 1.0, 0.0), (measured.Contrast, measured.ExposureClipping, measured.Blank));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(12)]
    public void White_noise_reads_as_its_own_deviation(double sigma)
    {
        using var image = new RgbImage(256, 256);
        var random = new Random(7);
        for (var i = 0; i < image.Pixels.Length; i += 3)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            image.Pixels.Slice(i, 3).Fill((byte)Math.Round(128 + (sigma * normal)));
        }

        Assert.InRange(TechnicalMeasures.Measure(image).NoiseSigma, sigma * 0.97, sigma * 1.03);
    }

    [Fact]
    public void Worse_pictures_read_worse()
    {
        var measured = Fixture.Measured.Keys.ToDictionary(
            name => name,
            name =>
            {
                using var image = Fixture.Image(name);
                return TechnicalMeasures.Measure(image);
            });
        Assert.True(measured["blurred.png"].Sharpness < measured["scene.png"].Sharpness / 10);
        Assert.True(measured["noisy.png"].NoiseSigma > measured["scene.png"].NoiseSigma * 1.5);
        Assert.True(measured["blocky.png"].Blockiness > 1.5 && measured["scene.png"].Blockiness < 1.1);
        Assert.True(measured["drawing.png"].ExposureClipping > 0.5);
    }

    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(16, 1.0)]
    [InlineData(17, 0.0)]
    public void One_dot_within_the_rounding_of_a_jpeg_leaves_an_image_blank(byte difference, double blank)
    {
        using var image = Pictures.Flat(64, 64, 100, 100, 100);
        image.Pixels[3000] += difference;
        Assert.Equal(blank, TechnicalMeasures.Measure(image).Blank);
    }

    [Fact]
    public void Two_colours_of_one_luma_are_not_blank()
    {
        using var image = Pictures.Flat(64, 64, 200, 0, 0);
        for (var i = 0; i < image.Pixels.Length; i += 6)
        {
            (image.Pixels[i], image.Pixels[i + 1]) = (0, 102);
        }

        Assert.Equal(0, TechnicalMeasures.Measure(image).Blank);
        Assert.InRange(TechnicalMeasures.Measure(image).Contrast, 0, 0.01);
    }
}
