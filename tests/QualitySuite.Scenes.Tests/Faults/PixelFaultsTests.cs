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

    private static SKBitmap Draw(int seed, Fault fault, double severity)
    {
        var picture = SceneRenderer.Render(SceneGenerator.Generate(new Random(seed)), seed, 256);
        PixelFaults.Apply(fault, picture, severity, new Random(seed));
        return picture;
    }
}
