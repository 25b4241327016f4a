using QualitySuite.Scenes.Rendering;

namespace QualitySuite.Scenes;

/// <summary>A kind of object: its nouns, and the parts that draw it in a box of 100 x 100 with y downwards, back to front.</summary>
public sealed class ObjectKind
{
    internal ObjectKind(string name, string plural, params Part[] parts) => (Name, Plural, Parts) = (name, plural, parts);

    public string Name { get; }

    public string Plural { get; }

    internal IReadOnlyList<Part> Parts { get; }

    public override string ToString() => Name;
}
