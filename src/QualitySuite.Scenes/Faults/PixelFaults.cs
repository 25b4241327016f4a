using SkiaSharp;

namespace QualitySuite.Scenes.Faults;

/// <summary>Faults of rendering: the right scene in a damaged picture.</summary>
public static class PixelFaults
{
    private const int ReferenceSide = 512;

    /// <summary>
    /// Damages an RGBA picture in place. <paramref name="severity"/> is 0 to 1 and spans, for blur a Gaussian of 1.6 to 5 pixels
    /// (at 512 pixels a side), for noise a standard deviation of 16 to 44 levels, for oversaturation a factor of 1.9 to 3.
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
            case Fault.Oversaturation:
                using (var saturate = SKColorFilter.CreateColorMatrix(Saturation(1.9f + 1.1f * strength, contrast: 1.2f + 0.3f * strength)))
                {
                    Redraw(picture, new SKPaint { ColorFilter = saturate });
                }

                break;
            case Fault.Noise:
                AddNoise(picture.GetPixelSpan(), 16 + 28 * strength, random);
                break;
            case Fault.Black:
                picture.Erase(SKColors.Black);
                break;
        }
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

    /// <summary>SVG's feColorMatrix saturate (luminance 0.213, 0.715, 0.072), then contrast about mid grey.</summary>
    private static float[] Saturation(float s, float contrast)
    {
        const float r = 0.213f, g = 0.715f, b = 0.072f;
        var offset = 0.5f * (1 - contrast);
        return
        [
            contrast * (r + (1 - r) * s), contrast * (g - g * s), contrast * (b - b * s), 0, offset,
            contrast * (r - r * s), contrast * (g + (1 - g) * s), contrast * (b - b * s), 0, offset,
            contrast * (r - r * s), contrast * (g - g * s), contrast * (b + (1 - b) * s), 0, offset,
            0, 0, 0, 1, 0,
        ];
    }
}
