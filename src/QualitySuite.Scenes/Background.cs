using QualitySuite.Scenes.Rendering;

namespace QualitySuite.Scenes;

/// <summary>Where a scene stands: the phrases that prompts use for it, and the object colours that would drown in it.</summary>
public sealed class Background
{
    internal Background(string name, string[] phrases, NamedColour[] drowns, Action<Painter, Random> paint, bool hasGround = true) =>
        (Name, Phrases, Drowns, Paint, HasGround) = (name, phrases, drowns, paint, hasGround);

    public string Name { get; }

    public IReadOnlyList<string> Phrases { get; }

    public IReadOnlyList<NamedColour> Drowns { get; }

    /// <summary>Whether there is something for a shadow to fall on.</summary>
    public bool HasGround { get; }

    internal Action<Painter, Random> Paint { get; }

    public override string ToString() => Name;
}
