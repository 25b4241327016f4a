using SkiaSharp;

namespace QualitySuite.IntegrationTests;

/// <summary>Images that the tests draw: seeded, so that each is its own file in the store.</summary>
internal static class TestImages
{
    public static byte[] Draw(int seed, int width = 256, int height = 256, SKEncodedImageFormat format = SKEncodedImageFormat.Jpeg)
    {
        var random = new Random(seed);
        using var bitmap = new SKBitmap(width, height);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(new SKColor((uint)random.Next() | 0xFF000000));
            using var paint = new SKPaint { IsAntialias = true };
            for (var i = 0; i < 12; i++)
            {
                paint.Color = new SKColor((uint)random.Next() | 0xFF000000);
                canvas.DrawCircle(random.Next(width), random.Next(height), 4 + random.Next(Math.Max(1, width / 4)), paint);
            }
        }

        using var encoded = bitmap.Encode(format, 90);
        return encoded.ToArray();
    }

    /// <summary>One large disc on white.</summary>
    public static byte[] Disc(SKColor colour, int side = 256)
    {
        using var bitmap = new SKBitmap(side, side);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.White);
            using var paint = new SKPaint { IsAntialias = true, Color = colour };
            canvas.DrawCircle(side / 2f, side / 2f, side / 3f, paint);
        }

        using var encoded = bitmap.Encode(SKEncodedImageFormat.Png, 90);
        return encoded.ToArray();
    }

    /// <summary>Grey stripes, each seed's of its own width: images that resemble one another and none of the drawn ones.</summary>
    public static byte[] Stripes(int seed, int width = 256, int height = 256)
    {
        using var bitmap = new SKBitmap(width, height);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.LightGray);
            using var paint = new SKPaint { Color = SKColors.DimGray };
            var stripe = 4 + (seed % 12);
            for (var x = seed % stripe; x < width; x += 2 * stripe)
            {
                canvas.DrawRect(x, 0, stripe, height, paint);
            }
        }

        using var encoded = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
        return encoded.ToArray();
    }
}
