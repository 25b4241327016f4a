using QualitySuite.Scenes.Faults;
using QualitySuite.Scenes.Rendering;
using SkiaSharp;

namespace QualitySuite.Scenes.Tests.Faults;

public sealed class PixelFaultsTests
{
    public static TheoryData<int> Seeds => [0, 1, 2, 3, 4, 5, 6, 7];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Blur_takes_the_edges_away_and_more_so_when_severe(int seed)
    {
        using var clean = Draw(seed, Fault.None, 0);
        using var mild = Draw(seed, Fault.Blur, 0);
        using var severe = Draw(seed, Fault.Blur, 1);

        Assert.InRange(Pixels.LaplacianVariance(mild), 0, 0.5 * Pixels.LaplacianVariance(clean));
        Assert.InRange(Pixels.LaplacianVariance(severe), 0, 0.6 * Pixels.LaplacianVariance(mild));
        Assert.Equal(Pixels.Luma(clean).Average(), Pixels.Luma(severe).Average(), 1.5);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Noise_is_everywhere_and_more_so_when_severe(int seed)
    {
        using var clean = Draw(seed, Fault.None, 0);
        using var mild = Draw(seed, Fault.Noise, 0);
        using var severe = Draw(seed, Fault.Noise, 1);

        Assert.True(Pixels.MedianStep(mild) > Pixels.MedianStep(clean) + 4);
        Assert.True(Pixels.MedianStep(severe) > 1.5 * Pixels.MedianStep(mild));
    }

    [Fact]
    public void Noise_has_the_standard_deviation_that_is_documented()
    {
        using var picture = new SKBitmap(256, 256, SKColorType.Rgba8888, SKAlphaType.Opaque);
        picture.Erase(new SKColor(128, 128, 128));
        PixelFaults.Apply(Fault.Noise, picture, 0, new Random(1));

        Assert.Equal(16, Math.Sqrt(picture.Pixels.Average(p => Math.Pow(p.Green - 128, 2))), 0.3);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Oversaturation_raises_the_colours(int seed)
    {
        using var clean = Draw(seed, Fault.None, 0);
        using var faulty = Draw(seed, Fault.Oversaturation, 0.5);

        Assert.True(Pixels.Chroma(faulty) > 1.3 * Pixels.Chroma(clean) + 5);
    }

    [Theory]
    [InlineData(0, 20)]
    [InlineData(0.5, 13)]
    [InlineData(1, 6)]
    public void Banding_leaves_the_number_of_values_that_is_documented(double severity, int values)
    {
        using var picture = Gradient(from: 0, to: 255);
        PixelFaults.Apply(Fault.Banding, picture, severity, new Random(1));

        var left = picture.Pixels.Select(pixel => pixel.Red).Distinct().Order().ToList();
        Assert.Equal((values, 0, 255), (left.Count, left[0], left[^1]));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_checkerboard_repeats_every_few_pixels_and_more_so_when_severe(int seed)
    {
        using var clean = Draw(seed, Fault.None, 0);
        using var mild = Draw(seed, Fault.Checkerboard, 0);
        using var severe = Draw(seed, Fault.Checkerboard, 1);

        Assert.True(Pixels.PhaseRange(mild, 4) > Pixels.PhaseRange(clean, 4) + 3);
        Assert.True(Pixels.PhaseRange(severe, 4) > 2.5 * Pixels.PhaseRange(mild, 4));
        Assert.Equal(Pixels.Luma(clean).Average(), Pixels.Luma(severe).Average(), 3.0);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_seam_is_a_straight_edge_of_the_step_that_is_documented(int seed)
    {
        using var clean = Gradient(from: 100, to: 150);
        using var mild = Gradient(from: 100, to: 150);
        using var severe = Gradient(from: 100, to: 150);
        PixelFaults.Apply(Fault.Seam, mild, 0, new Random(seed));
        PixelFaults.Apply(Fault.Seam, severe, 1, new Random(seed));

        Assert.InRange(Pixels.GreatestEdge(clean), 0, 1.01);
        Assert.InRange(Pixels.GreatestEdge(mild), 2, 256);
        Assert.InRange(Pixels.GreatestEdge(severe), Pixels.GreatestEdge(mild) + 9, 256);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Jpeg_blocks_are_edges_on_the_grid_of_eight_and_more_so_when_severe(int seed)
    {
        using var clean = Draw(seed, Fault.None, 0);
        using var mild = Draw(seed, Fault.JpegBlocks, 0);
        using var severe = Draw(seed, Fault.JpegBlocks, 1);

        Assert.True(Pixels.Blockiness(mild) > Pixels.Blockiness(clean) + 0.2);
        Assert.True(Pixels.Blockiness(severe) > Pixels.Blockiness(mild) + 0.5);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Watermark_text_covers_the_same_part_of_the_picture_and_more_densely_when_severe(int seed)
    {
        using var clean = Draw(seed, Fault.None, 0);
        using var mild = Draw(seed, Fault.WatermarkText, 0);
        using var severe = Draw(seed, Fault.WatermarkText, 1);

        var changes = clean.Pixels.Zip(mild.Pixels, severe.Pixels).Select(p => (Mild: Pixels.Distance(p.First, p.Second), Severe: Pixels.Distance(p.First, p.Third)))
            .Where(change => change.Severe > 0).ToList();
        Assert.InRange(changes.Count / (double)clean.Pixels.Length, 0.004, 0.5);
        Assert.InRange(changes.Average(change => change.Severe) / changes.Average(change => change.Mild), 2.0, 2.8);
    }

    [Theory]
    [InlineData(0, 0.65)]
    [InlineData(0.5, 0.45)]
    [InlineData(1, 0.25)]
    public void Grey_leaves_the_share_of_contrast_and_colour_that_is_documented(double severity, double share)
    {
        using var clean = Draw(3, Fault.None, 0);
        using var grey = Draw(3, Fault.Grey, severity);

        Assert.Equal(share * Pixels.Chroma(clean), Pixels.Chroma(grey), 1.0);
        Assert.All(clean.Pixels.Zip(grey.Pixels), pair => Assert.Equal(127.5 + share * (pair.First.Green - 127.5), pair.Second.Green, 1.0));
    }

    [Fact]
    public void Every_letter_of_the_stroke_font_is_a_shape_of_its_own()
    {
        var shapes = Enumerable.Range('A', 26).Select(letter =>
        {
            using var path = StrokeFont.Write(((char)letter).ToString());
            Assert.Equal(StrokeFont.Height, path.Bounds.Height, 0.01f);
            return path.ToSvgPathData();
        });
        Assert.Distinct(shapes);
    }

    [Fact]
    public void A_black_picture_is_black()
    {
        using var faulty = Draw(1, Fault.Black, 0.5);
        Assert.Equal([SKColors.Black], faulty.Pixels.Distinct());
    }

    [Fact]
    public void Faults_of_understanding_leave_the_pixels_alone()
    {
        using var clean = Draw(1, Fault.None, 0.5);
        using var miscounted = Draw(1, Fault.WrongCount, 0.5);
        Assert.Equal(clean.Pixels, miscounted.Pixels);
    }

    /// <summary>256 x 256, all channels even, from the first level on the left to the second on the right.</summary>
    private static SKBitmap Gradient(int from, int to)
    {
        var picture = new SKBitmap(256, 256, SKColorType.Rgba8888, SKAlphaType.Opaque);
        var line = Enumerable.Range(0, 256).Select(x => (byte)(from + (to - from) * x / 255)).Select(level => new SKColor(level, level, level)).ToArray();
        picture.Pixels = [.. Enumerable.Range(0, 256).SelectMany(_ => line)];
        return picture;
    }

    private static SKBitmap Draw(int seed, Fault fault, double severity)
    {
        var picture = SceneRenderer.Render(SceneGenerator.Generate(new Random(seed)), seed, 256);
        PixelFaults.Apply(fault, picture, severity, new Random(seed));
        return picture;
    }
}
