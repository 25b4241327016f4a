using FsCheck.Xunit;

namespace QualitySuite.Imaging.Tests.Resizing;

public sealed class ResamplingTests
{
    [Theory]
    [InlineData("scene.png")]
    [InlineData("noisy.png")]
    public void Numbers_are_those_of_SciPy(string name)
    {
        using var image = Fixture.Image(name);
        var resized = new float[9 * 7 * 3];
        Resampling.BilinearAlignCorners(image, 9, 7, resized);
        var expected = Fixture.Measured[name].AlignCorners9x7;
        for (var i = 0; i < resized.Length; i++)
        {
            Assert.Equal(expected[i], resized[i], 1e-3f);
        }
    }

    [Fact]
    public void Corners_stay_and_what_is_between_is_halfway()
    {
        using var image = new RgbImage(2, 2);
        new byte[] { 0, 10, 100, 100, 20, 100, 50, 30, 100, 250, 40, 100 }.CopyTo(image.Pixels);
        var resized = new float[27];
        Resampling.BilinearAlignCorners(image, 3, 3, resized);
        Assert.Equal(
            [0, 10, 100, 50, 15, 100, 100, 20, 100, 25, 20, 100, 100, 25, 100, 175, 30, 100, 50, 30, 100, 150, 35, 100, 250, 40, 100],
            resized);
    }

    [Property(MaxTest = 200)]
    public void Vector_path_equals_the_plain_formula_at_every_size(byte a, byte b, byte c, byte d, int seed)
    {
        var (width, height, toWidth, toHeight) = (1 + (a % 60), 1 + (b % 40), 1 + (c % 50), 1 + (d % 30));
        using var image = Pictures.Random(width, height, seed & 0xFFFF);
        var resized = new float[toWidth * toHeight * 3];
        Resampling.BilinearAlignCorners(image, toWidth, toHeight, resized, 1 / 255f);
        for (var y = 0; y < toHeight; y++)
        {
            for (var x = 0; x < toWidth; x++)
            {
                for (var channel = 0; channel < 3; channel++)
                {
                    Assert.Equal(Plain(image, x, y, toWidth, toHeight, channel) / 255, resized[(((y * toWidth) + x) * 3) + channel], 1e-5);
                }
            }
        }
    }

    [Fact]
    public void A_destination_that_is_too_short_is_refused()
    {
        using var image = Pictures.Flat(4, 4, 1, 2, 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => Resampling.BilinearAlignCorners(image, 2, 2, new float[11]));
    }

    private static double Plain(RgbImage image, int x, int y, int width, int height, int channel)
    {
        var sourceX = width > 1 ? x * (image.Width - 1.0) / (width - 1) : 0;
        var sourceY = height > 1 ? y * (image.Height - 1.0) / (height - 1) : 0;
        double At(double column, double row) => image.Pixels[(((int)row * image.Width) + (int)column) * 3 + channel];
        var (left, top) = (Math.Floor(sourceX), Math.Floor(sourceY));
        var (right, bottom) = (Math.Ceiling(sourceX), Math.Ceiling(sourceY));
        var (fx, fy) = (sourceX - left, sourceY - top);
        var above = (At(left, top) * (1 - fx)) + (At(right, top) * fx);
        var below = (At(left, bottom) * (1 - fx)) + (At(right, bottom) * fx);
        return (above * (1 - fy)) + (below * fy);
    }
}
