namespace QualitySuite.Scenes;

/// <summary><paramref name="Count"/> objects of one kind and colour, 1 to <see cref="Vocabulary.MaximumCount"/>.</summary>
public sealed record ObjectGroup(ObjectKind Kind, NamedColour Colour, int Count)
{
    public override string ToString() => $"{Count} {Colour} {Kind.Name}";
}
