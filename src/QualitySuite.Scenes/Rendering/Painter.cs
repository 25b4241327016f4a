using SkiaSharp;

namespace QualitySuite.Scenes.Rendering;

/// <summary>
/// A way of drawing. Scenery is drawn on a square of <see cref="Extent"/> units; objects in their own box of 100 units,
/// which the caller has mapped onto the canvas.
/// </summary>
internal abstract class Painter(SKCanvas canvas, Random random)
{
    public const float Extent = 512;

    protected SKCanvas Canvas { get; } = canvas;

    protected Random Random { get; } = random;

    /// <summary>Covers an area with a vertical gradient.</summary>
    public abstract void Wash(SKRect area, SKColor top, SKColor bottom);

    /// <summary>A shape of the background.</summary>
    public abstract void Scenery(SKPath shape, SKColor colour);

    /// <summary>A line of the background.</summary>
    public abstract void SceneryLine(SKPath line, SKColor colour, float width);

    /// <summary>What an object throws on the ground, in the object's box.</summary>
    public virtual void Shadow()
    {
    }

    /// <summary>A filled part of an object.</summary>
    public abstract void Fill(SKPath shape, SKColor colour);

    /// <summary>A line of an object.</summary>
    public abstract void Line(SKPath line, SKColor colour, float width);

    /// <summary>What the finished picture is covered with, if anything.</summary>
    public virtual Texture? Surface => null;

    protected static SKPaint Stroke(SKColor colour, float width) => new()
    {
        Color = colour,
        Style = SKPaintStyle.Stroke,
        StrokeWidth = width,
        StrokeCap = SKStrokeCap.Round,
        StrokeJoin = SKStrokeJoin.Round,
        IsAntialias = true,
    };

    protected static SKPaint Solid(SKColor colour) => new() { Color = colour, IsAntialias = true };

    protected static SKShader Vertical(SKRect area, SKColor top, SKColor bottom) => SKShader.CreateLinearGradient(
        new SKPoint(0, area.Top), new SKPoint(0, area.Bottom), [top, bottom], SKShaderTileMode.Clamp);

    protected SKPathEffect Wobble(float segment, float deviation) => SKPathEffect.CreateDiscrete(segment, deviation, (uint)Random.Next());
}
