using SkiaSharp;

namespace QualitySuite.Scenes.Faults;

/// <summary>
/// How often a transposed convolution writes each pixel where its stride does not divide its kernel, as a pattern over the picture
/// (Odena et al., "Deconvolution and Checkerboard Artifacts", Distill 2016).
/// </summary>
internal static class CheckerboardFault
{
    private const float LeastAmplitude = 8;
    private const float MostAmplitude = 30;

    // Overlaps in one direction: of a kernel of 3 with a stride of 2, and of one of 5 with a stride of 4.
    private static readonly float[][] Overlaps = [[1, 2], [2, 1, 1, 1]];

    /// <summary>Adds the pattern with an amplitude of 8 (severity 0) to 30 (severity 1) levels where a channel is full, a fourth of it where it is 0.</summary>
    public static void Apply(SKBitmap picture, float severity, Random random)
    {
        var overlaps = Overlaps[random.Next(Overlaps.Length)];
        var (period, phaseX, phaseY) = (overlaps.Length, random.Next(overlaps.Length), random.Next(overlaps.Length));
        var pattern = Pattern(overlaps, LeastAmplitude + (MostAmplitude - LeastAmplitude) * severity);
        float[] gains = [Gain(random), Gain(random), Gain(random), 0];
        for (var y = 0; y < picture.Height; y++)
        {
            var row = picture.GetPixelSpan().Slice(y * picture.RowBytes, 4 * picture.Width);
            var line = pattern[(y + phaseY) % period];
            for (var i = 0; i < row.Length; i++)
            {
                // Overlapping writes add up what is there, so that bright places show it more.
                var change = line[(i / 4 + phaseX) % period] * gains[i % 4] * (0.25f + 0.75f * row[i] / 255);
                row[i] = (byte)Math.Clamp(MathF.Round(row[i] + change), 0, 255);
            }
        }
    }

    /// <summary>The product of both directions about its mean; <paramref name="amplitude"/> is half the distance from its least to its greatest.</summary>
    private static float[][] Pattern(float[] overlaps, float amplitude)
    {
        var mean = overlaps.Average() * overlaps.Average();
        var half = (overlaps.Max() * overlaps.Max() - overlaps.Min() * overlaps.Min()) / 2;
        return [.. overlaps.Select(y => overlaps.Select(x => amplitude * (x * y - mean) / half).ToArray())];
    }

    /// <summary>Channels have weights of their own, which tints the pattern.</summary>
    private static float Gain(Random random) => 0.7f + 0.3f * (float)random.NextDouble();
}
