using FsCheck.Xunit;
using QualitySuite.Scenes.Faults;
using QualitySuite.Scenes.Rendering;
using SkiaSharp;

namespace QualitySuite.Scenes.Tests.Faults;

public sealed class SceneFaultsTests
{
    [Property(MaxTest = 1000)]
    public void A_wrong_attribute_changes_colours_and_nothing_else(int seed)
    {
        var (asked, drawn) = Spoil(Fault.WrongAttribute, seed);

        Assert.NotEqual(asked, drawn);
        Assert.Equal(WithoutColours(asked), WithoutColours(drawn));
        var changed = asked.Groups.Zip(drawn.Groups).Where(pair => pair.First != pair.Second).ToList();
        Assert.All(changed, pair => Assert.False(Palette.AreConfusable(pair.First.Colour, pair.Second.Colour)));
        Assert.All(drawn.Groups, group => Assert.DoesNotContain(group.Colour, drawn.Background.Drowns));
    }

    [Property(MaxTest = 1000)]
    public void A_wrong_count_changes_one_count_by_one_or_two(int seed)
    {
        var (asked, drawn) = Spoil(Fault.WrongCount, seed);

        var changes = asked.Groups.Zip(drawn.Groups).Select(pair => Math.Abs(pair.First.Count - pair.Second.Count)).Where(change => change != 0);
        Assert.InRange(Assert.Single(changes), 1, 2);
        Assert.All(drawn.Groups, group => Assert.InRange(group.Count, 1, Vocabulary.MaximumCount));
        Assert.Equal(asked with { First = drawn.First, Second = drawn.Second }, drawn);
    }

    [Property(MaxTest = 1000)]
    public void A_wrong_relation_turns_what_stands_beside_or_above_round_and_nothing_else(int seed)
    {
        var (asked, drawn) = Spoil(Fault.WrongRelation, seed);
        Relation? expected = asked.Relation switch
        {
            Relation.LeftOf => Relation.RightOf,
            Relation.RightOf => Relation.LeftOf,
            Relation.Above => Relation.Below,
            Relation.Below => Relation.Above,
            var other => other,
        };

        Assert.Equal(asked with { Relation = expected }, drawn);
        Assert.Equal(asked != drawn, SceneFaults.CanShow(Fault.WrongRelation, asked));
    }

    [Property(MaxTest = 1000)]
    public void A_wrong_object_is_one_that_the_scene_does_not_have(int seed)
    {
        var (asked, drawn) = Spoil(Fault.WrongObject, seed);

        var changed = Assert.Single(asked.Groups.Zip(drawn.Groups), pair => pair.First != pair.Second);
        Assert.Equal(changed.First with { Kind = changed.Second.Kind }, changed.Second);
        Assert.DoesNotContain(changed.Second.Kind, asked.Groups.Select(group => group.Kind));
        Assert.Equal(asked with { First = drawn.First, Second = drawn.Second }, drawn);
    }

    [Fact]
    public void A_wrong_attribute_moves_the_colour_histogram_far_more_than_another_seed_does()
    {
        var (ofFault, ofSeed) = (0.0, 0.0);
        for (var seed = 0; seed < 12; seed++)
        {
            var (asked, drawn) = Spoil(Fault.WrongAttribute, seed);
            if (asked.Second is not null)
            {
                continue;
            }

            ofFault += HueDistance(Draw(asked, seed), Draw(drawn, seed));
            ofSeed += HueDistance(Draw(asked, seed), Draw(asked, seed + 1));
        }

        Assert.True(ofFault > 2 * ofSeed, $"{ofFault} against {ofSeed}");
    }

    private static (Scene Asked, Scene Drawn) Spoil(Fault fault, int seed)
    {
        var asked = SceneGenerator.Generate(new Random(seed));
        return (asked, SceneFaults.Apply(fault, asked, new Random(seed + 1)));
    }

    private static Scene WithoutColours(Scene scene) => scene with
    {
        First = scene.First with { Colour = Palette.Gray },
        Second = scene.Second is null ? null : scene.Second with { Colour = Palette.Gray },
    };

    private static SKColor[] Draw(Scene scene, int seed)
    {
        using var picture = SceneRenderer.Render(scene, seed, 128);
        return picture.Pixels;
    }

    /// <summary>Half the sum of differences of histograms of 4 x 4 x 4 colours, 0 to 1.</summary>
    private static double HueDistance(SKColor[] a, SKColor[] b)
    {
        double[] Histogram(SKColor[] pixels)
        {
            var bins = new double[64];
            foreach (var p in pixels)
            {
                bins[p.Red / 64 * 16 + p.Green / 64 * 4 + p.Blue / 64] += 1d / pixels.Length;
            }

            return bins;
        }

        return 0.5 * Histogram(a).Zip(Histogram(b), (x, y) => Math.Abs(x - y)).Sum();
    }
}
