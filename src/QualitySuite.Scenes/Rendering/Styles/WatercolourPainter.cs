using SkiaSharp;

namespace QualitySuite.Scenes.Rendering.Styles;

/// <summary>Transparent washes on paper: soft blooms, pigment gathered at wavering edges, the tooth of the paper over all.</summary>
internal sealed class WatercolourPainter : Painter
{
    private static readonly SKColor Sheet = new(251, 248, 241);

    public WatercolourPainter(SKCanvas canvas, Random random)
        : base(canvas, random) => canvas.Clear(Sheet);

    public override void Wash(SKRect area, SKColor top, SKColor bottom)
    {
        using var shader = Vertical(area, top.WithAlpha(Strength(top)), bottom.WithAlpha(Strength(bottom)));
        using var wobble = Wobble(24, 5);
        using var edge = new SKPath();
        edge.AddRect(SKRect.Inflate(area, 8, 5));
        using var paint = new SKPaint { Shader = shader, PathEffect = wobble, IsAntialias = true };
        Canvas.DrawPath(edge, paint);
        for (var i = 0; i < 3; i++)
        {
            Bloom(area, i % 2 == 0 ? Sheet : Tones.Mix(bottom, SKColors.Black, 0.15f));
        }
    }

    public override void Scenery(SKPath shape, SKColor colour)
    {
        using var wobble = Wobble(12, 2.5f);
        using var paint = new SKPaint { Color = colour.WithAlpha(150), PathEffect = wobble, IsAntialias = true };
        Canvas.DrawPath(shape, paint);
    }

    public override void SceneryLine(SKPath line, SKColor colour, float width)
    {
        using var wobble = Wobble(10, 1.2f);
        using var paint = Stroke(colour.WithAlpha(140), width);
        paint.PathEffect = wobble;
        Canvas.DrawPath(line, paint);
    }

    public override void Fill(SKPath shape, SKColor colour)
    {
        using var wobble = Wobble(7, 0.9f);
        using var wavering = new SKPaint { PathEffect = wobble };
        using var outline = wavering.GetFillPath(shape) ?? new SKPath(shape);
        using var paper = Solid(Sheet.WithAlpha(240));
        Canvas.DrawPath(outline, paper);

        var bounds = shape.Bounds;
        var centre = new SKPoint(
            bounds.Left + (0.3f + 0.3f * (float)Random.NextDouble()) * bounds.Width, bounds.Top + (0.25f + 0.3f * (float)Random.NextDouble()) * bounds.Height);
        using var pigment = SKShader.CreateRadialGradient(
            centre,
            0.75f * MathF.Max(bounds.Width, bounds.Height),
            [colour.WithAlpha(150), colour.WithAlpha(225), Tones.Mix(colour, SKColors.Black, 0.12f)],
            [0, 0.5f, 1],
            SKShaderTileMode.Clamp);
        using var fill = new SKPaint { Shader = pigment, IsAntialias = true };
        Canvas.DrawPath(outline, fill);

        using var rim = Stroke(Tones.Mix(colour, SKColors.Black, 0.35f).WithAlpha(150), 1.3f);
        Canvas.DrawPath(outline, rim);
    }

    public override void Line(SKPath line, SKColor colour, float width)
    {
        using var wobble = Wobble(6, 0.5f);
        using var paint = Stroke(colour.WithAlpha(225), width);
        paint.PathEffect = wobble;
        Canvas.DrawPath(line, paint);
    }

    public override Texture? Surface => Texture.Paper;

    // Dark washes need more pigment, or a night turns into mist.
    private static byte Strength(SKColor colour) => (byte)(225 - 75 * Tones.Luma(colour));

    private void Bloom(SKRect area, SKColor colour)
    {
        var centre = new SKPoint(area.Left + area.Width * (float)Random.NextDouble(), area.Top + area.Height * (float)Random.NextDouble());
        var radius = 45 + 45 * (float)Random.NextDouble();
        using var shader = SKShader.CreateRadialGradient(
            centre, radius, [colour.WithAlpha(75), colour.WithAlpha(50), colour.WithAlpha(0)], [0, 0.7f, 1], SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = shader };
        Canvas.Save();
        Canvas.ClipRect(area);
        Canvas.DrawCircle(centre, radius, paint);
        Canvas.Restore();
    }
}
