namespace QualitySuite.Scenes;

/// <summary>What a picture shows: one group, or two of which <paramref name="Relation"/> (when said) places the first against the second.</summary>
public sealed record Scene(ObjectGroup First, ObjectGroup? Second, Relation? Relation, Background Background, DrawingStyle Style)
{
    public IReadOnlyList<ObjectGroup> Groups => Second is null ? [First] : [First, Second];

    public override string ToString() =>
        string.Join(' ', new[] { $"{First}", Relation?.ToString() ?? (Second is null ? null : "and"), Second?.ToString(), $"@ {Background.Name}, {Style}" }
            .Where(part => part is not null));
}
