using FsCheck.Xunit;

namespace QualitySuite.Scenes.Tests;

public sealed class PromptTests
{
    [Theory]
    [InlineData("three red apples left of a blue cup on a wooden table, watercolour", "3 red apple LeftOf 1 blue cup @ wooden table, Watercolour")]
    [InlineData("a pencil sketch of an orange key over two teal top hats in the snow", "1 orange key Above 2 teal top hat @ snow, Sketch")]
    [InlineData("a red cat in front of a black bus in front of a brick wall, soft light, pixel art", "1 red cat InFrontOf 1 black bus @ brick wall, PixelArt")]
    [InlineData("A photo of five green cacti on a sandy beach, 4k", "5 green cactus @ beach, Photo")]
    [InlineData("one pink owl and six yellow fish under a night sky, photorealistic", "1 pink owl and 6 yellow fish @ night sky, Photo")]
    public void A_prompt_is_read_as_it_is_meant(string prompt, string expected)
    {
        Assert.True(PromptParser.TryParse(prompt, out var scene));
        Assert.Equal(expected, scene.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("an astronaut riding a horse, photo")]
    [InlineData("three red apples on a wooden table")]
    [InlineData("a photo of seven red apples on a beach")]
    [InlineData("a photo of a crimson apple on a beach")]
    public void A_prompt_outside_the_vocabulary_is_not_understood(string prompt) => Assert.False(PromptParser.TryParse(prompt, out _));

    [Property(MaxTest = 2000)]
    public void Every_written_prompt_reads_back_as_its_scene(int seed)
    {
        var random = new Random(seed);
        var scene = SceneGenerator.Generate(random);
        var prompt = PromptWriter.Write(scene, random);

        Assert.True(PromptParser.TryParse(prompt, out var read), prompt);
        Assert.True(read == scene || read == Turned(scene), $"{prompt}: {read} is not {scene}");
    }

    [Fact]
    public void Prompts_vary_in_their_wording()
    {
        var scene = SceneGenerator.Generate(new Random(3));
        Assert.InRange(Enumerable.Range(0, 200).Select(seed => PromptWriter.Write(scene, new Random(seed))).Distinct().Count(), 20, 200);
    }

    /// <summary>"A left of B" is "B right of A".</summary>
    private static Scene? Turned(Scene scene) => (scene.Second, scene.Relation) switch
    {
        ({ } second, Relation.LeftOf) => scene with { First = second, Second = scene.First, Relation = Relation.RightOf },
        ({ } second, Relation.RightOf) => scene with { First = second, Second = scene.First, Relation = Relation.LeftOf },
        ({ } second, Relation.Above) => scene with { First = second, Second = scene.First, Relation = Relation.Below },
        ({ } second, Relation.Below) => scene with { First = second, Second = scene.First, Relation = Relation.Above },
        _ => null,
    };
}
