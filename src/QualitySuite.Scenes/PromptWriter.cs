using System.Text;

namespace QualitySuite.Scenes;

/// <summary>Says a scene in one of the many ways in which people say such things; <see cref="PromptParser"/> reads every one of them back.</summary>
public static class PromptWriter
{
    private const double StyleBeforeShare = 0.45;
    private const double FlourishShare = 0.2;
    private const double OppositeOrderShare = 0.15;

    public static string Write(Scene scene, Random random)
    {
        var (before, after) = Vocabulary.Styles[scene.Style];
        var prompt = new StringBuilder();
        var styleBefore = random.NextDouble() < StyleBeforeShare;
        if (styleBefore)
        {
            prompt.Append(SceneGenerator.Pick(random, before)).Append(' ');
        }

        prompt.Append(Objects(scene, random)).Append(' ').Append(SceneGenerator.Pick(random, scene.Background.Phrases));
        if (!styleBefore)
        {
            prompt.Append(", ").Append(SceneGenerator.Pick(random, after));
        }

        if (random.NextDouble() < FlourishShare)
        {
            prompt.Append(", ").Append(SceneGenerator.Pick(random, Vocabulary.Flourishes));
        }

        return prompt.ToString();
    }

    /// <summary>"three red apples", "an orange key", "a blue cup".</summary>
    public static string Phrase(ObjectGroup group, Random random)
    {
        if (group.Count > 1)
        {
            return $"{Vocabulary.Numbers[group.Count]} {group.Colour} {group.Kind.Plural}";
        }

        var article = random.NextDouble() < 0.15 ? "one" : group.Colour == Palette.Orange ? "an" : "a";
        return $"{article} {group.Colour} {group.Kind.Name}";
    }

    private static string Objects(Scene scene, Random random)
    {
        var first = Phrase(scene.First, random);
        if (scene.Second is null)
        {
            return first;
        }

        var second = Phrase(scene.Second, random);
        if (scene.Relation is not { } relation)
        {
            return $"{first} and {second}";
        }

        return OppositeRelation.Of(relation) is { } opposite && random.NextDouble() < OppositeOrderShare
            ? $"{second} {SceneGenerator.Pick(random, Vocabulary.Relations[opposite])} {first}"
            : $"{first} {SceneGenerator.Pick(random, Vocabulary.Relations[relation])} {second}";
    }
}
