namespace QualitySuite.Scenes.Faults;

/// <summary>Faults of understanding: another scene is drawn than the prompt asks for.</summary>
public static class SceneFaults
{
    private const double SwapShare = 0.4;
    private const int PairMaximum = 4;

    /// <summary>Whether the scene has what the fault gets wrong; true for faults that do not concern what is drawn.</summary>
    public static bool CanShow(Fault fault, Scene scene) => fault != Fault.WrongRelation || OppositeRelation.Of(scene.Relation) is not null;

    /// <summary>The scene that the model draws; the same one for faults that do not concern what is drawn, or that it cannot show.</summary>
    public static Scene Apply(Fault fault, Scene scene, Random random) => fault switch
    {
        Fault.WrongAttribute => WrongAttribute(scene, random),
        Fault.WrongCount => WrongCount(scene, random),
        Fault.WrongRelation => scene with { Relation = OppositeRelation.Of(scene.Relation) ?? scene.Relation },
        Fault.WrongObject => WrongObject(scene, random),
        _ => scene,
    };

    private static Scene WrongAttribute(Scene scene, Random random)
    {
        var (first, second) = (scene.First, scene.Second);
        if (second is not null && random.NextDouble() < SwapShare)
        {
            return scene with { First = first with { Colour = second.Colour }, Second = second with { Colour = first.Colour } };
        }

        if (second is not null && random.Next(2) == 0)
        {
            return scene with { Second = second with { Colour = SceneGenerator.ColourOn(random, scene.Background, second.Colour, first.Colour) } };
        }

        var taken = second is null ? new[] { first.Colour } : [first.Colour, second.Colour];
        return scene with { First = first with { Colour = SceneGenerator.ColourOn(random, scene.Background, taken) } };
    }

    private static Scene WrongCount(Scene scene, Random random)
    {
        if (scene.Second is null)
        {
            return scene with { First = scene.First with { Count = Another(scene.First.Count, Vocabulary.MaximumCount, random) } };
        }

        // What stands behind is one large thing; several would not be seen.
        return scene.Relation == Relation.InFrontOf || random.Next(2) == 0
            ? scene with { First = scene.First with { Count = Another(scene.First.Count, PairMaximum, random) } }
            : scene with { Second = scene.Second with { Count = Another(scene.Second.Count, PairMaximum, random) } };
    }

    private static Scene WrongObject(Scene scene, Random random)
    {
        var kind = SceneGenerator.Pick(random, [.. Vocabulary.Objects.Where(kind => scene.Groups.All(group => group.Kind != kind))]);
        return scene.Second is not null && random.Next(2) == 0
            ? scene with { Second = scene.Second with { Kind = kind } }
            : scene with { First = scene.First with { Kind = kind } };
    }

    /// <summary>A count that is off by one or two.</summary>
    private static int Another(int count, int maximum, Random random) => SceneGenerator.Pick(
        random,
        [.. Enumerable.Range(1, maximum).Where(other => other != count && Math.Abs(other - count) <= 2)]);
}
