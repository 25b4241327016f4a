namespace QualitySuite.Scenes.Rendering;

/// <summary>What a part of an object is coloured with: a tone of the colour that the prompt names, or a material of its own.</summary>
internal enum Ink
{
    Body,
    Light,
    Dark,
    Wood,
    Leaf,
    Glass,
    Metal,
    Cream,
    White,
    Black,
    Gold,
    Flame,
}
