using SkiaSharp;

namespace QualitySuite.Scenes;

/// <summary>The twelve colours of the vocabulary, and which of them a viewer may confuse.</summary>
public static class Palette
{
    public static readonly NamedColour Red = new("red", new SKColor(214, 40, 40));
    public static readonly NamedColour Orange = new("orange", new SKColor(245, 130, 26));
    public static readonly NamedColour Yellow = new("yellow", new SKColor(246, 210, 40));
    public static readonly NamedColour Green = new("green", new SKColor(52, 158, 64));
    public static readonly NamedColour Teal = new("teal", new SKColor(18, 150, 150));
    public static readonly NamedColour Blue = new("blue", new SKColor(42, 92, 214));
    public static readonly NamedColour Purple = new("purple", new SKColor(130, 58, 176));
    public static readonly NamedColour Pink = new("pink", new SKColor(243, 136, 184));
    public static readonly NamedColour Brown = new("brown", new SKColor(122, 74, 38));
    public static readonly NamedColour Black = new("black", new SKColor(34, 34, 38));
    public static readonly NamedColour White = new("white", new SKColor(244, 244, 240));
    public static readonly NamedColour Gray = new("gray", new SKColor(138, 140, 146));

    public static IReadOnlyList<NamedColour> All { get; } =
        [Red, Orange, Yellow, Green, Teal, Blue, Purple, Pink, Brown, Black, White, Gray];

    private static readonly HashSet<(NamedColour, NamedColour)> Confusable =
    [
        (Red, Orange), (Orange, Yellow), (Orange, Brown), (Green, Teal), (Teal, Blue), (Purple, Pink), (Purple, Blue),
        (Black, Gray), (Gray, White), (Red, Brown), (Red, Pink), (Black, Brown),
    ];

    /// <summary>True where two colours are so near each other that a style or shading can turn one into the other.</summary>
    public static bool AreConfusable(NamedColour a, NamedColour b) =>
        a == b || Confusable.Contains((a, b)) || Confusable.Contains((b, a));
}
