using QualitySuite.Imaging;

namespace QualitySuite.Scoring.ModelPacks;

/// <summary>
/// A made-up image for checking a model: blocks of random colour. The generator is x' = 1664525 x + 1013904223 mod 2^32
/// (Numerical Recipes, 3rd ed., section 7.1) started at the seed; each colour value is the top eight bits of the next state,
/// drawn in row, column, channel order. Any language makes the same image in ten lines.
/// </summary>
internal static class CanaryImage
{
    public static RgbImage Create(CanaryManifest canary)
    {
        var columns = (canary.Width + canary.Block - 1) / canary.Block;
        var rows = (canary.Height + canary.Block - 1) / canary.Block;
        var colours = new byte[rows * columns * 3];
        var state = canary.Seed;
        for (var i = 0; i < colours.Length; i++)
        {
            state = unchecked((state * 1664525) + 1013904223);
            colours[i] = (byte)(state >> 24);
        }

        var image = new RgbImage(canary.Width, canary.Height);
        var pixels = image.Pixels;
        for (var y = 0; y < canary.Height; y++)
        {
            for (var x = 0; x < canary.Width; x++)
            {
                var block = ((y / canary.Block * columns) + (x / canary.Block)) * 3;
                colours.AsSpan(block, 3).CopyTo(pixels[(((y * canary.Width) + x) * 3)..]);
            }
        }

        return image;
    }
}
