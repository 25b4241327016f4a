using SkiaSharp;

namespace QualitySuite.Benchmarks.Inputs;

/// <summary>Made-up pictures with the mixture that generated images have: soft gradients, hard edges, fine grain.</summary>
internal static class Picture
{
    private const int Shapes = 60;
    private const int Grain = 9;

    /// <summary>A square picture; the caller disposes it.</summary>
    public static SKBitmap Paint(int side, int seed)
    {
        var random = new Random(seed);
        var bitmap = new SKBitmap(side, side, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using (var canvas = new SKCanvas(bitmap))
        {
            using var gradient = SKShader.CreateLinearGradient(
                new SKPoint(0, 0), new SKPoint(side, side), [Colour(random), Colour(random), Colour(random)], SKShaderTileMode.Clamp);
            using var background = new SKPaint { Shader = gradient };
            canvas.DrawRect(0, 0, side, side, background);
            for (var i = 0; i < Shapes; i++)
            {
                DrawShape(canvas, side, random);
            }
        }

        Roughen(bitmap.GetPixelSpan(), random);
        return bitmap;
    }

    private static void DrawShape(SKCanvas canvas, int side, Random random)
    {
        var (x, y) = (random.NextSingle() * side, random.NextSingle() * side);
        var radius = (0.02f + (random.NextSingle() * 0.12f)) * side;
        using var gradient = SKShader.CreateRadialGradient(new SKPoint(x, y), radius, [Colour(random), Colour(random)], SKShaderTileMode.Clamp);
        using var paint = new SKPaint { IsAntialias = true, Shader = gradient };
        if (random.Next(2) == 0)
        {
            canvas.DrawCircle(x, y, radius, paint);
        }
        else
        {
            canvas.DrawRect(x - radius, y - (radius / 2), 2 * radius, radius, paint);
        }
    }

    private static void Roughen(Span<byte> pixels, Random random)
    {
        for (var i = 0; i < pixels.Length; i++)
        {
            if (i % 4 != 3)
            {
                pixels[i] = (byte)Math.Clamp(pixels[i] + random.Next(-Grain, Grain + 1), 0, 255);
            }
        }
    }

    private static SKColor Colour(Random random) => new((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256));
}
