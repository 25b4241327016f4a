namespace QualitySuite.Scenes;

/// <summary>Relations the other way round.</summary>
internal static class OppositeRelation
{
    /// <summary>Null where the vocabulary has no word for it, or there is no relation.</summary>
    public static Relation? Of(Relation? relation) => relation switch
    {
        Relation.LeftOf => Relation.RightOf,
        Relation.RightOf => Relation.LeftOf,
        Relation.Above => Relation.Below,
        Relation.Below => Relation.Above,
        null or Relation.InFrontOf => null,
    };
}
