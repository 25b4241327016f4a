using SkiaSharp;

namespace QualitySuite.Scenes.Faults;

/// <summary>Text over the picture: a word again and again on slanting lines, or one line in a corner.</summary>
internal static class WatermarkFault
{
    private const float LeastOpacity = 0.25f;
    private const float MostOpacity = 0.6f;
    private const double LightFrom = 140;

    private static readonly string[] Words = ["SAMPLE", "PREVIEW", "STOCK PHOTO", "DEMO", "COPYRIGHT", "PROOF", "IMAGE BANK", "DO NOT COPY"];

    /// <summary>Opacity 0.25 (severity 0) to 0.6 (severity 1); light on dark pictures and dark on light ones.</summary>
    public static void Apply(SKBitmap picture, float severity, Random random)
    {
        var word = Words[random.Next(Words.Length)];
        var repeated = random.Next(2) == 0;
        using var canvas = new SKCanvas(picture);
        using var path = StrokeFont.Write(word);
        using var paint = new SKPaint { Style = SKPaintStyle.Stroke, StrokeCap = SKStrokeCap.Round, StrokeJoin = SKStrokeJoin.Round, IsAntialias = true };
        paint.StrokeWidth = 0.6f + 0.4f * (float)random.NextDouble();
        var opacity = (byte)MathF.Round(255 * (LeastOpacity + (MostOpacity - LeastOpacity) * severity));
        if (repeated)
        {
            paint.Color = Ink(picture, picture.Info.Rect, opacity);
            DrawRepeated(canvas, path, StrokeFont.Width(word), paint, picture.Width, random);
        }
        else
        {
            DrawInCorner(canvas, path, StrokeFont.Width(word), paint, picture, opacity, random);
        }
    }

    private static void DrawRepeated(SKCanvas canvas, SKPath path, float width, SKPaint paint, float side, Random random)
    {
        var unit = side * Between(random, 0.055f, 0.085f) / StrokeFont.Height;
        var (stepX, stepY) = (width + 2 * StrokeFont.Height, Between(random, 2.2f, 3.2f) * StrokeFont.Height);
        canvas.Translate(side / 2, side / 2);
        canvas.RotateDegrees(Between(random, 18, 42) * (random.Next(4) == 0 ? 1 : -1));
        canvas.Scale(unit);

        // The diagonal of the picture, whichever way it is turned.
        var reach = side / unit * 0.75f;
        var row = 0;
        for (var y = -reach; y < reach; y += stepY, row++)
        {
            for (var x = -reach - width - row % 2 * stepX / 2; x < reach; x += stepX)
            {
                canvas.Save();
                canvas.Translate(x, y);
                canvas.DrawPath(path, paint);
                canvas.Restore();
            }
        }
    }

    private static void DrawInCorner(SKCanvas canvas, SKPath path, float width, SKPaint paint, SKBitmap picture, byte opacity, Random random)
    {
        float side = picture.Width;
        var unit = Math.Min(side * Between(random, 0.06f, 0.09f) / StrokeFont.Height, 0.7f * side / width);
        var margin = 0.03f * side;
        var left = random.Next(2) == 0 ? margin : side - margin - width * unit;
        var top = random.Next(4) == 0 ? margin : side - margin - StrokeFont.Height * unit;
        paint.Color = Ink(picture, SKRectI.Round(SKRect.Create(left, top, width * unit, StrokeFont.Height * unit)), opacity);
        canvas.Translate(left, top);
        canvas.Scale(unit);
        canvas.DrawPath(path, paint);
    }

    private static SKColor Ink(SKBitmap picture, SKRectI area, byte opacity) =>
        (PixelFaults.MeanLevel(picture, area) < LightFrom ? SKColors.White : new SKColor(24, 24, 24)).WithAlpha(opacity);

    private static float Between(Random random, float low, float high) => low + (high - low) * (float)random.NextDouble();
}
