using QualitySuite.Imaging;
using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Scoring.Tests.Fixtures;

internal static class Pictures
{
    /// <summary>One colour everywhere.</summary>
    public static RgbImage Plain(byte red, byte green, byte blue, int width = 8, int height = 8)
    {
        var image = new RgbImage(width, height);
        for (var i = 0; i < image.Pixels.Length; i += 3)
        {
            (image.Pixels[i], image.Pixels[i + 1], image.Pixels[i + 2]) = (red, green, blue);
        }

        return image;
    }

    /// <summary>Blocks of random colour.</summary>
    public static RgbImage Blocks(uint seed, int block, int width, int height) =>
        CanaryImage.Create(new CanaryManifest(seed, block, width, height, [], 1));
}
