using SkiaSharp;

namespace QualitySuite.UiTests.Running;

/// <summary>Images that the tests draw: seeded, so that each is its own file in the store.</summary>
internal static class Images
{
    private const int Side = 256;

    public static byte[] Draw(int seed)
    {
        var random = new Random(seed);
        using var bitmap = new SKBitmap(Side, Side);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(new SKColor((uint)random.Next() | 0xFF000000));
            using var paint = new SKPaint { IsAntialias = true };
            for (var i = 0; i < 12; i++)
            {
                paint.Color = new SKColor((uint)random.Next() | 0xFF000000);
                canvas.DrawCircle(random.Next(Side), random.Next(Side), 4 + random.Next(Side / 4), paint);
            }
        }

        using var encoded = bitmap.Encode(SKEncodedImageFormat.Png, 90);
        return encoded.ToArray();
    }

    /// <summary>One large disc on white.</summary>
    public static byte[] Disc(SKColor colour)
    {
        using var bitmap = new SKBitmap(Side, Side);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.White);
            using var paint = new SKPaint { IsAntialias = true, Color = colour };
            canvas.DrawCircle(Side / 2f, Side / 2f, Side / 3f, paint);
        }

        using var encoded = bitmap.Encode(SKEncodedImageFormat.Png, 90);
        return encoded.ToArray();
    }

    /// <summary>A PNG whose header and end are whole, as ingest checks them, and whose pixels cannot be decoded.</summary>
    public static byte[] Undecodable()
    {
        var png = Draw(999);
        var pixels = png.AsSpan().IndexOf("IDAT"u8) + 4;
        png.AsSpan(pixels, Math.Min(2_000, png.Length - pixels - 24)).Fill(0xAA);
        return png;
    }
}
