using SkiaSharp;

namespace QualitySuite.Scenes.Rendering;

/// <summary>Turns an ink into the colour it has on an object of a named colour.</summary>
internal static class Tones
{
    public static SKColor Of(Ink ink, NamedColour body) => ink switch
    {
        Ink.Body => body.Value,
        Ink.Light => body == Palette.White ? new SKColor(216, 222, 230) : Mix(body.Value, SKColors.White, body == Palette.Black ? 0.28f : 0.42f),
        Ink.Dark => body == Palette.White ? new SKColor(188, 192, 200) : Mix(body.Value, SKColors.Black, body == Palette.Black ? 0.55f : 0.38f),
        Ink.Wood => new SKColor(122, 84, 50),
        Ink.Leaf => new SKColor(74, 142, 62),
        Ink.Glass => new SKColor(176, 216, 232),
        Ink.Metal => new SKColor(164, 168, 176),
        Ink.Cream => new SKColor(240, 224, 190),
        Ink.White => new SKColor(250, 250, 248),
        Ink.Black => new SKColor(40, 40, 46),
        Ink.Gold => new SKColor(240, 186, 52),
        Ink.Flame => new SKColor(232, 78, 52),
    };

    /// <summary><paramref name="a"/> with a share of <paramref name="b"/>, 0 to 1, in it; alpha is kept.</summary>
    public static SKColor Mix(SKColor a, SKColor b, float share) => new(
        Channel(a.Red, b.Red, share), Channel(a.Green, b.Green, share), Channel(a.Blue, b.Blue, share), a.Alpha);

    /// <summary>Rec. 601 luma, 0 to 1.</summary>
    public static float Luma(SKColor colour) => (0.299f * colour.Red + 0.587f * colour.Green + 0.114f * colour.Blue) / 255;

    private static byte Channel(byte a, byte b, float share) => (byte)MathF.Round(a + (b - a) * share);
}
