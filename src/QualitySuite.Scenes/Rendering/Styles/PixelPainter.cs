using SkiaSharp;

namespace QualitySuite.Scenes.Rendering.Styles;

/// <summary>Hard pixels: flat tones, a one-pixel outline, a shaded lower right edge, skies in bands. The renderer enlarges the result.</summary>
internal sealed class PixelPainter(SKCanvas canvas, Random random) : Painter(canvas, random)
{
    private const int Bands = 7;

    public override void Wash(SKRect area, SKColor top, SKColor bottom)
    {
        for (var i = 0; i < Bands; i++)
        {
            using var paint = new SKPaint { Color = Tones.Mix(top, bottom, (float)i / (Bands - 1)) };
            Canvas.DrawRect(new SKRect(area.Left, area.Top + area.Height * i / Bands, area.Right, area.Bottom), paint);
        }
    }

    public override void Scenery(SKPath shape, SKColor colour)
    {
        using var paint = new SKPaint { Color = colour };
        Canvas.DrawPath(shape, paint);
    }

    public override void SceneryLine(SKPath line, SKColor colour, float width) => Line(line, colour, width);

    public override void Fill(SKPath shape, SKColor colour)
    {
        using var shade = new SKPaint { Color = Tones.Mix(colour, SKColors.Black, 0.24f) };
        Canvas.DrawPath(shape, shade);
        using var flat = new SKPaint { Color = colour };
        Canvas.Save();
        Canvas.ClipPath(shape);
        Canvas.Translate(-4, -4);
        Canvas.DrawPath(shape, flat);
        Canvas.Restore();
        using var outline = new SKPaint { Color = Tones.Mix(colour, SKColors.Black, 0.68f), Style = SKPaintStyle.Stroke, StrokeWidth = 0 };
        Canvas.DrawPath(shape, outline);
    }

    public override void Line(SKPath line, SKColor colour, float width)
    {
        using var paint = Stroke(colour, width);
        paint.IsAntialias = false;
        Canvas.DrawPath(line, paint);
    }
}
