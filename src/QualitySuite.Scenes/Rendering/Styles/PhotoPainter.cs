using SkiaSharp;

namespace QualitySuite.Scenes.Rendering.Styles;

/// <summary>Smooth shading lit from the upper left, cast shadows and a little film grain.</summary>
internal sealed class PhotoPainter(SKCanvas canvas, Random random) : Painter(canvas, random)
{
    public override void Wash(SKRect area, SKColor top, SKColor bottom)
    {
        using var shader = Vertical(area, top, bottom);
        using var paint = new SKPaint { Shader = shader };
        Canvas.DrawRect(area, paint);
    }

    public override void Scenery(SKPath shape, SKColor colour)
    {
        using var shader = Vertical(shape.Bounds, Tones.Mix(colour, SKColors.White, 0.1f), Tones.Mix(colour, SKColors.Black, 0.08f));
        using var paint = new SKPaint { Shader = shader, IsAntialias = true };
        Canvas.DrawPath(shape, paint);
    }

    public override void SceneryLine(SKPath line, SKColor colour, float width)
    {
        using var paint = Stroke(colour, width);
        Canvas.DrawPath(line, paint);
    }

    public override void Shadow()
    {
        using var shader = SKShader.CreateRadialGradient(
            new SKPoint(0, 0), 1, [SKColors.Black.WithAlpha(105), SKColors.Black.WithAlpha(60), SKColors.Transparent], [0, 0.55f, 1], SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = shader, IsAntialias = true };
        Canvas.Save();
        Canvas.Translate(54, 94);
        Canvas.Scale(52, 13);
        Canvas.DrawCircle(0, 0, 1, paint);
        Canvas.Restore();
    }

    public override void Fill(SKPath shape, SKColor colour)
    {
        var bounds = shape.Bounds;
        var light = new SKPoint(bounds.Left + 0.34f * bounds.Width, bounds.Top + 0.26f * bounds.Height);
        using var shader = SKShader.CreateRadialGradient(
            light,
            0.92f * MathF.Max(bounds.Width, bounds.Height),
            [Tones.Mix(colour, SKColors.White, 0.34f), colour, Tones.Mix(colour, SKColors.Black, 0.34f)],
            [0, 0.42f, 1],
            SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = shader, IsAntialias = true };
        Canvas.DrawPath(shape, paint);
    }

    public override void Line(SKPath line, SKColor colour, float width)
    {
        using var paint = Stroke(colour, width);
        Canvas.DrawPath(line, paint);
    }

    public override Texture? Surface => Texture.Grain;
}
