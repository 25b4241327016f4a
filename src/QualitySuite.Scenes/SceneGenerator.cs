namespace QualitySuite.Scenes;

/// <summary>Draws scenes that a viewer can tell apart: no colour that drowns in its background, no two groups of confusable colours.</summary>
public static class SceneGenerator
{
    private const double PairShare = 0.55;
    private const double PairWithoutRelationShare = 0.2;
    private const double LoneShare = 0.4;

    public static Scene Generate(Random random)
    {
        var background = Pick(random, Vocabulary.Backgrounds);
        var style = Pick(random, Enum.GetValues<DrawingStyle>());
        var pair = random.NextDouble() < PairShare;
        Relation? relation = !pair || random.NextDouble() < PairWithoutRelationShare ? null : Pick(random, Enum.GetValues<Relation>());
        var first = new ObjectGroup(Pick(random, Vocabulary.Objects), ColourOn(random, background), pair ? PairCount(random, relation) : LoneCount(random));
        if (!pair)
        {
            return new Scene(first, null, null, background, style);
        }

        var kind = Pick(random, [.. Vocabulary.Objects.Where(kind => kind != first.Kind)]);
        var count = relation == Relation.InFrontOf ? 1 : PairCount(random, relation);
        return new Scene(first, new ObjectGroup(kind, ColourOn(random, background, first.Colour), count), relation, background, style);
    }

    /// <summary>A colour that stands out on the background and is not confusable with any of <paramref name="others"/>.</summary>
    public static NamedColour ColourOn(Random random, Background background, params NamedColour[] others) => Pick(
        random,
        [.. Palette.All.Where(colour => !background.Drowns.Contains(colour) && others.All(other => !Palette.AreConfusable(colour, other)))]);

    public static T Pick<T>(Random random, IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    private static int LoneCount(Random random) => random.NextDouble() < LoneShare ? 1 : random.Next(2, Vocabulary.MaximumCount + 1);

    private static int PairCount(Random random, Relation? relation) =>
        relation == Relation.InFrontOf ? random.Next(1, 3) : random.NextDouble() < 0.45 ? 1 : random.Next(2, 5);
}
