using SkiaSharp;

namespace QualitySuite.Scenes.Rendering.Styles;

/// <summary>Pencil outlines gone over twice, coloured by hatching; the surroundings only hinted at.</summary>
internal sealed class SketchPainter : Painter
{
    private const float HatchSpacing = 3.4f;
    private static readonly SKColor Sheet = new(249, 248, 244);
    private static readonly SKColor Graphite = new(52, 52, 58);
    private readonly SKPoint _hatch;

    public SketchPainter(SKCanvas canvas, Random random)
        : base(canvas, random)
    {
        canvas.Clear(Sheet);
        var angle = 0.6f + 0.6f * (float)random.NextDouble();
        _hatch = new SKPoint(HatchSpacing * MathF.Cos(angle), HatchSpacing * MathF.Sin(angle));
    }

    public override void Wash(SKRect area, SKColor top, SKColor bottom)
    {
        using var shader = Vertical(area, Pale(top), Pale(bottom));
        using var paint = new SKPaint { Shader = shader };
        Canvas.DrawRect(area, paint);
    }

    public override void Scenery(SKPath shape, SKColor colour)
    {
        using var fill = Solid(Pale(colour));
        Canvas.DrawPath(shape, fill);
        SceneryLine(shape, Tones.Mix(colour, Graphite, 0.5f), 1.2f);
    }

    public override void SceneryLine(SKPath line, SKColor colour, float width)
    {
        using var wobble = Wobble(12, 1.2f);
        using var paint = Stroke(Tones.Mix(colour, Graphite, 0.4f).WithAlpha(130), MathF.Min(width, 1.4f));
        paint.PathEffect = wobble;
        Canvas.DrawPath(line, paint);
    }

    public override void Fill(SKPath shape, SKColor colour)
    {
        var (light, dark) = (Tones.Mix(colour, Sheet, 0.42f), Tones.Mix(colour, Graphite, 0.06f));
        using var hatch = SKShader.CreateLinearGradient(
            new SKPoint(0, 0), _hatch, [dark, dark, light, light, dark], [0, 0.32f, 0.5f, 0.82f, 1], SKShaderTileMode.Repeat);
        using var fill = new SKPaint { Shader = hatch, IsAntialias = true };
        Canvas.DrawPath(shape, fill);
        Outline(shape, 1.5f, 230);
        Outline(shape, 0.9f, 120);
    }

    public override void Line(SKPath line, SKColor colour, float width)
    {
        if (width > 4)
        {
            using var casing = Stroke(Graphite, width + 2);
            Canvas.DrawPath(line, casing);
        }

        using var paint = Stroke(width > 4 ? Tones.Mix(colour, Sheet, 0.15f) : Tones.Mix(colour, Graphite, 0.35f), width);
        Canvas.DrawPath(line, paint);
    }

    public override Texture? Surface => Texture.Paper;

    private static SKColor Pale(SKColor colour) => colour.WithAlpha((byte)(80 + 130 * (1 - Tones.Luma(colour))));

    private void Outline(SKPath shape, float width, byte alpha)
    {
        using var wobble = Wobble(6, 0.5f);
        using var paint = Stroke(Graphite.WithAlpha(alpha), width);
        paint.PathEffect = wobble;
        Canvas.DrawPath(shape, paint);
    }
}
