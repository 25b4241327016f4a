using QualitySuite.Scenes.Rendering.Styles;
using SkiaSharp;

namespace QualitySuite.Scenes.Rendering;

/// <summary>Draws a scene. The same scene, seed and size give the same pixels.</summary>
public static class SceneRenderer
{
    private const int PixelArtSide = 128;

    /// <summary>A square RGBA picture, <paramref name="size"/> pixels a side; the caller disposes it.</summary>
    public static SKBitmap Render(Scene scene, int seed, int size)
    {
        var side = scene.Style == DrawingStyle.PixelArt ? PixelArtSide : size;
        var picture = new SKBitmap(side, side, SKColorType.Rgba8888, SKAlphaType.Opaque);
        Texture? surface;
        using (var canvas = new SKCanvas(picture))
        {
            canvas.Scale(side / Painter.Extent);
            surface = Draw(scene, canvas, new Random(seed));
        }

        surface?.LayOver(picture);
        if (side == size)
        {
            return picture;
        }

        using (picture)
        {
            return picture.Resize(new SKImageInfo(size, size, SKColorType.Rgba8888, SKAlphaType.Opaque), new SKSamplingOptions(SKFilterMode.Nearest));
        }
    }

    internal static Painter CreatePainter(DrawingStyle style, SKCanvas canvas, Random random) => style switch
    {
        DrawingStyle.Photo => new PhotoPainter(canvas, random),
        DrawingStyle.Watercolour => new WatercolourPainter(canvas, random),
        DrawingStyle.Sketch => new SketchPainter(canvas, random),
        DrawingStyle.PixelArt => new PixelPainter(canvas, random),
    };

    internal static void DrawObject(Painter painter, SKCanvas canvas, PlacedObject placed, bool onGround)
    {
        canvas.Save();
        canvas.Translate(placed.Centre);
        canvas.RotateDegrees(placed.Degrees);
        canvas.Scale((placed.Mirrored ? -1 : 1) * placed.Side / 100, placed.Side / 100);
        canvas.Translate(-50, -50);
        if (onGround)
        {
            painter.Shadow();
        }

        foreach (var part in placed.Kind.Parts)
        {
            var colour = Tones.Of(part.Ink, placed.Colour);
            if (part.Width > 0)
            {
                painter.Line(part.Path, colour, part.Width);
            }
            else
            {
                painter.Fill(part.Path, colour);
            }
        }

        canvas.Restore();
    }

    private static Texture? Draw(Scene scene, SKCanvas canvas, Random random)
    {
        var layout = SceneLayout.Place(scene, random);
        var painter = CreatePainter(scene.Style, canvas, random);
        scene.Background.Paint(painter, random);
        foreach (var placed in layout)
        {
            DrawObject(painter, canvas, placed, onGround: scene.Background.HasGround);
        }

        return painter.Surface;
    }
}
