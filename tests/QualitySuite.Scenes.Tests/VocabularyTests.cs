
namespace QualitySuite.Scenes.Tests;

public sealed class VocabularyTests
{
    [Fact]
    public void The_vocabulary_is_as_large_as_promised()
    {
        Assert.InRange(Vocabulary.Objects.Count, 40, 200);
        Assert.Equal(12, Palette.All.Count);
        Assert.Equal(4, Enum.GetValues<DrawingStyle>().Length);
        Assert.InRange(Vocabulary.MaximumCount, 5, 9);
        Assert.InRange(Vocabulary.Backgrounds.Count, 5, 50);
    }

    [Fact]
    public void No_word_means_two_things()
    {
        Assert.Distinct(Vocabulary.Objects.SelectMany(kind => new[] { kind.Name, kind.Plural }.Distinct()));
        Assert.Distinct(Palette.All.Select(colour => colour.Name));
        Assert.Distinct(Vocabulary.Backgrounds.SelectMany(background => background.Phrases));
        Assert.Distinct(Vocabulary.Styles.Values.SelectMany(style => style.Before.Concat(style.After)));
    }

    [Fact]
    public void Generated_scenes_use_all_of_the_vocabulary_and_keep_colours_apart()
    {
        var scenes = Enumerable.Range(0, 3000).Select(seed => SceneGenerator.Generate(new Random(seed))).ToList();

        Assert.Equal(Vocabulary.Objects.Count, scenes.SelectMany(scene => scene.Groups).Select(group => group.Kind).Distinct().Count());
        Assert.Equal(12, scenes.SelectMany(scene => scene.Groups).Select(group => group.Colour).Distinct().Count());
        Assert.Equal(Vocabulary.Backgrounds.Count, scenes.Select(scene => scene.Background).Distinct().Count());
        Assert.Equal(6, scenes.Select(scene => scene.Relation).Distinct().Count());
        Assert.All(scenes, scene => Assert.All(scene.Groups, group => Assert.DoesNotContain(group.Colour, scene.Background.Drowns)));
        Assert.All(
            scenes.Where(scene => scene.Second is not null),
            scene => Assert.False(Palette.AreConfusable(scene.First.Colour, scene.Second!.Colour), scene.ToString()));
    }
}
