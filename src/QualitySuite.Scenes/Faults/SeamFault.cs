using SkiaSharp;

namespace QualitySuite.Scenes.Faults;

/// <summary>A hard edge through the picture, of tiled decoding or of circular padding.</summary>
internal static class SeamFault
{
    private const float LeastStep = 6;
    private const float MostStep = 30;

    // A tile that is already light is darkened and a dark one lightened, or the step would be lost in white or black.
    private const double LightFrom = 170;
    private const double DarkBelow = 85;

    /// <summary>
    /// Either rolls the picture along one axis, so that its opposite borders meet within it, or leaves it in place as two tiles. One side of the
    /// edge is brighter or darker by 6 (severity 0) to 30 (severity 1) levels, half of that where rolling has already made an edge.
    /// </summary>
    public static void Apply(SKBitmap picture, float severity, Random random)
    {
        var (vertical, rolled) = (random.Next(2) == 0, random.Next(2) == 0);
        var side = vertical ? picture.Height : picture.Width;
        var edge = (int)(side * (0.25 + 0.5 * random.NextDouble()));
        if (rolled)
        {
            Roll(picture, vertical ? 0 : edge, vertical ? edge : 0);
        }

        var tile = vertical ? new SKRectI(0, edge, picture.Width, side) : new SKRectI(edge, 0, side, picture.Height);
        var step = (LeastStep + (MostStep - LeastStep) * severity) * (rolled ? 0.5f : 1);
        var brighter = random.Next(2) == 0;
        var mean = PixelFaults.MeanLevel(picture, tile);
        Brighten(picture, tile, (int)MathF.Round(mean < DarkBelow || (brighter && mean < LightFrom) ? step : -step));
    }

    /// <summary>What leaves on one side comes in on the other.</summary>
    private static void Roll(SKBitmap picture, int right, int down)
    {
        using var copy = picture.Copy();
        for (var y = 0; y < picture.Height; y++)
        {
            var source = copy.GetPixelSpan().Slice((y + picture.Height - down) % picture.Height * picture.RowBytes, 4 * picture.Width);
            var target = picture.GetPixelSpan().Slice(y * picture.RowBytes, 4 * picture.Width);
            source[..^(4 * right)].CopyTo(target[(4 * right)..]);
            source[^(4 * right)..].CopyTo(target);
        }
    }

    private static void Brighten(SKBitmap picture, SKRectI area, int levels)
    {
        for (var y = area.Top; y < area.Bottom; y++)
        {
            var row = picture.GetPixelSpan().Slice(y * picture.RowBytes + 4 * area.Left, 4 * area.Width);
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = i % 4 == 3 ? row[i] : (byte)Math.Clamp(row[i] + levels, 0, 255);
            }
        }
    }
}
