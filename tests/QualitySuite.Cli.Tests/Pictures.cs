using SkiaSharp;

namespace QualitySuite.Cli.Tests;

/// <summary>Draws images to score.</summary>
internal static class Pictures
{
    /// <summary>Discs of random colours and places on a grey page, sharp or blurred.</summary>
    public static void Draw(string path, int seed, float blur = 0, int side = 96)
    {
        var random = new Random(seed);
        using var bitmap = new SKBitmap(side, side);
        using var canvas = new SKCanvas(bitmap);
        using var filter = blur > 0 ? SKImageFilter.CreateBlur(blur, blur) : null;
        canvas.Clear(new SKColor(200, 205, 210));
        for (var i = 0; i < 12; i++)
        {
            using var paint = new SKPaint { Color = new SKColor((uint)random.Next()).WithAlpha(255), ImageFilter = filter };
            canvas.DrawCircle(random.Next(side), random.Next(side), 4 + random.Next(side / 6), paint);
        }

        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        File.WriteAllBytes(path, data.ToArray());
    }
}
