using QualitySuite.Scenes.Rendering;
using SkiaSharp;

namespace QualitySuite.Scenes.Faults;

/// <summary>Faults of rendering: the right scene in a damaged picture.</summary>
public static class PixelFaults
{
    private const int ReferenceSide = 512;

    /// <summary>
    /// Damages an RGBA picture in place. <paramref name="severity"/> is 0 to 1, of which 0.5 is medium, and spans
    /// <list type="bullet">
    /// <item>blur: a Gaussian of 1.6 to 5 pixels at 512 pixels a side</item>
    /// <item>noise: a standard deviation of 16 to 44 levels</item>
    /// <item>oversaturation: a factor of 1.9 to 3</item>
    /// <item>black: nothing, it is always all black</item>
    /// <item>banding: 20 down to 6 values a channel</item>
    /// <item>checkerboard: an amplitude of 8 to 30 levels in bright places, of period 2 or 4 pixels</item>
    /// <item>seam: a step of 6 to 30 levels between tiles, or of 3 to 15 where the picture is also rolled round</item>
    /// <item>JPEG blocks: quality 25 down to 5</item>
    /// <item>watermark text: an opacity of 0.25 to 0.6</item>
    /// <item>grey: 0.65 down to 0.25 of the distance from mid grey is left, in every channel</item>
    /// </list>
    /// Other faults leave it as it is.
    /// </summary>
    public static void Apply(Fault fault, SKBitmap picture, double severity, Random random)
    {
        var strength = (float)severity;
        switch (fault)
        {
            case Fault.Blur:
                var sigma = (1.6f + 3.4f * strength) * picture.Width / ReferenceSide;
                using (var blur = SKImageFilter.CreateBlur(sigma, sigma, SKShaderTileMode.Clamp))
                {
                    Redraw(picture, new SKPaint { ImageFilter = blur });
                }

                break;
            case Fault.Noise:
                AddNoise(picture.GetPixelSpan(), 16 + 28 * strength, random);
                break;
            case Fault.Oversaturation:
                Recolour(picture, ToneFaults.Saturation(1.9f + 1.1f * strength, contrast: 1.2f + 0.3f * strength));
                break;
            case Fault.Black:
                picture.Erase(SKColors.Black);
                break;
            case Fault.Banding:
                ToneFaults.Quantise(picture.GetPixelSpan(), strength);
                break;
            case Fault.Checkerboard:
                CheckerboardFault.Apply(picture, strength, random);
                break;
            case Fault.Seam:
                SeamFault.Apply(picture, strength, random);
                break;
            case Fault.JpegBlocks:
                Compress(picture, quality: (int)MathF.Round(25 - 20 * strength));
                break;
            case Fault.WatermarkText:
                WatermarkFault.Apply(picture, strength, random);
                break;
            case Fault.Grey:
                Recolour(picture, ToneFaults.Saturation(1, contrast: 0.65f - 0.4f * strength));
                break;
        }
    }

    /// <summary>
    /// Whether anybody could tell by a picture of the style: pixel art has its skies in bands and its tones flat on purpose. True for faults that do not
    /// concern pixels.
    /// </summary>
    public static bool CanShow(Fault fault, DrawingStyle style) => fault != Fault.Banding || style != DrawingStyle.PixelArt;

    /// <summary>Of all three channels of an area within the picture, 0 to 255.</summary>
    internal static double MeanLevel(SKBitmap picture, SKRectI area)
    {
        var sum = 0L;
        for (var y = area.Top; y < area.Bottom; y++)
        {
            var row = picture.GetPixelSpan().Slice(y * picture.RowBytes + 4 * area.Left, 4 * area.Width);
            for (var i = 0; i < row.Length; i += 4)
            {
                sum += row[i] + row[i + 1] + row[i + 2];
            }
        }

        return sum / (3.0 * area.Width * area.Height);
    }

    private static void Recolour(SKBitmap picture, float[] matrix)
    {
        using var filter = SKColorFilter.CreateColorMatrix(matrix);
        Redraw(picture, new SKPaint { ColorFilter = filter });
    }

    private static void Redraw(SKBitmap picture, SKPaint paint)
    {
        using (paint)
        using (var copy = SKImage.FromBitmap(picture))
        using (var canvas = new SKCanvas(picture))
        {
            canvas.DrawImage(copy, 0, 0, paint);
        }
    }

    private static void Compress(SKBitmap picture, int quality)
    {
        using var compressed = SKBitmap.Decode(ImageEncoder.EncodeJpeg(picture, quality), picture.Info);
        compressed.GetPixelSpan().CopyTo(picture.GetPixelSpan());
    }

    /// <summary>Independent per channel, normal by the sum of four uniform bytes (their standard deviation together is 147.8).</summary>
    private static void AddNoise(Span<byte> pixels, float sigma, Random random)
    {
        var bytes = new byte[4 * pixels.Length];
        random.NextBytes(bytes);
        for (var i = 0; i < pixels.Length; i++)
        {
            if (i % 4 == 3)
            {
                continue;
            }

            var sum = bytes[4 * i] + bytes[4 * i + 1] + bytes[4 * i + 2] + bytes[4 * i + 3] - 510;
            pixels[i] = (byte)Math.Clamp(MathF.Round(pixels[i] + sigma * sum / 147.8f), 0, 255);
        }
    }
}
