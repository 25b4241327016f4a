using SkiaSharp;

namespace QualitySuite.Scenes;

/// <summary>A colour that prompts can name.</summary>
public sealed record NamedColour(string Name, SKColor Value)
{
    public override string ToString() => Name;
}
