using SkiaSharp;

namespace QualitySuite.Scenes.Rendering;

/// <summary>Shapes that several backgrounds are made of.</summary>
internal static class SceneryShapes
{
    public static void Draw(Action<SKPath> build, Action<SKPath> paint)
    {
        using var path = new SKPath();
        build(path);
        paint(path);
    }

    public static void Across(SKPath path, float y)
    {
        path.MoveTo(-10, y);
        path.LineTo(Painter.Extent + 10, y);
    }

    public static void Wave(SKPath path, float y, float height, Random random)
    {
        path.MoveTo(-10, y);
        for (var x = 0; x < 520; x += 104)
        {
            path.QuadTo(x + 42, y + height * (2 * (float)random.NextDouble() - 1), x + 94, y);
        }
    }

    public static void Hill(Painter painter, Random random, float horizon, SKColor colour) => Draw(
        path =>
        {
            path.MoveTo(-10, horizon + 60);
            path.CubicTo(120, horizon - 50 - random.Next(40), 220, horizon + 20, 300, horizon - 10);
            path.CubicTo(380, horizon - 40 - random.Next(40), 460, horizon, 530, horizon + 60);
            path.Close();
        },
        path => painter.Scenery(path, colour));

    public static void Blade(SKPath path, float x, float y)
    {
        path.MoveTo(x, y);
        path.LineTo(x - 4, y - 11);
        path.MoveTo(x, y);
        path.LineTo(x + 4, y - 12);
    }

    public static void Ripple(SKPath path, float x, float y, float length)
    {
        path.MoveTo(x, y);
        path.QuadTo(x + length / 2, y - 4, x + length, y);
    }

    public static void Cloud(SKPath path, float x, float y, float size)
    {
        path.FillType = SKPathFillType.Winding;
        path.AddCircle(x, y, size);
        path.AddCircle(x + size, y - 0.5f * size, size);
        path.AddCircle(x + 2.1f * size, y, 0.9f * size);
        path.AddRect(SKRect.Create(x, y, 2.1f * size, 0.9f * size));
    }

    public static void Specks(Painter painter, Random random, int count, SKRect area, float radius, SKColor colour) => Draw(
        path =>
        {
            for (var i = 0; i < count; i++)
            {
                var scale = 0.6f + 0.8f * (float)random.NextDouble();
                path.AddCircle(area.Left + area.Width * (float)random.NextDouble(), area.Top + area.Height * (float)random.NextDouble(), radius * scale);
            }
        },
        path => painter.Scenery(path, colour));
}
