namespace QualitySuite.Scenes;

/// <summary>Where the first group of a scene stands, seen from the second.</summary>
public enum Relation
{
    LeftOf,
    RightOf,
    Above,
    Below,
    InFrontOf,
}
