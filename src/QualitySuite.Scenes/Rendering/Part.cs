using SkiaSharp;

namespace QualitySuite.Scenes.Rendering;

/// <summary>One filled shape of an object, or one line when <paramref name="Width"/> is above zero, in the object's 100 x 100 box.</summary>
internal sealed record Part(Ink Ink, SKPath Path, float Width)
{
    public static Part Fill(Ink ink, string svg) => new(ink, Parse(svg), 0);

    public static Part Line(Ink ink, float width, string svg) => new(ink, Parse(svg), width);

    public static Part Oval(Ink ink, float x, float y, float radiusX, float radiusY) =>
        new(ink, Build(path => path.AddOval(new SKRect(x - radiusX, y - radiusY, x + radiusX, y + radiusY))), 0);

    public static Part Dot(Ink ink, float x, float y, float radius) => Oval(ink, x, y, radius, radius);

    public static Part Ring(Ink ink, float width, float x, float y, float radius) =>
        new(ink, Build(path => path.AddCircle(x, y, radius)), width);

    public static Part Box(Ink ink, float x, float y, float width, float height, float radius = 0) =>
        new(ink, Build(path => path.AddRoundRect(new SKRect(x, y, x + width, y + height), radius, radius)), 0);

    private static SKPath Build(Action<SKPath> draw)
    {
        var path = new SKPath();
        draw(path);
        return path;
    }

    private static SKPath Parse(string svg) =>
        SKPath.ParseSvgPathData(svg) ?? throw new FormatException($"Not an SVG path: {svg}");
}
