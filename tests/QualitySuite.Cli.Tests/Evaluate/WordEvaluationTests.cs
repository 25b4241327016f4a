using QualitySuite.Cli.Evaluate;
using QualitySuite.Contracts.Generations;
using QualitySuite.Scenes;
using QualitySuite.Scenes.Diffusion;
using QualitySuite.Scenes.Faults;

namespace QualitySuite.Cli.Tests.Evaluate;

public sealed class WordEvaluationTests
{
    private const string Prompt = "a photo of two red apples left of two blue cups on a beach";

    private static readonly DiffusionResult Right = DiffusionModel.Run(
        new DiffusionJob(Prompt, ModelTimeline.Versions[0], new SamplerSettings("dpmpp_2m", 25, 7, "karras", "guard-2.1"), 7, 64), Fault.None);

    private static readonly PromptWord[] Judged =
    [
        Word(11, "two", "count"), Word(15, "red", "colour"), Word(19, "apples", "object"), Word(26, "left of", "relation"),
        Word(34, "two", "count"), Word(38, "blue", "colour"), Word(43, "cups", "object"), Word(48, "on a beach", "place"),
    ];

    [Fact]
    public void Of_two_groups_of_one_number_the_word_of_the_changed_one_is_meant()
    {
        var asked = Right.Asked!;
        Assert.Equal([34], Changed("count", asked with { Second = asked.Second! with { Count = 4 } }));
        Assert.Equal([11], Changed("count", asked with { First = asked.First with { Count = 1 } }));
    }

    [Fact]
    public void Swapped_colours_are_two_changed_words()
    {
        var (asked, first, second) = (Right.Asked!, Right.Asked!.First, Right.Asked.Second!);
        Assert.Equal([15, 38], Changed("colour", asked with { First = first with { Colour = second.Colour }, Second = second with { Colour = first.Colour } }));
    }

    [Fact]
    public void Another_thing_and_another_place_of_it_are_changed_words_of_their_classes()
    {
        var asked = Right.Asked!;
        Assert.Equal([43], Changed("object", asked with { Second = asked.Second! with { Kind = Vocabulary.Objects.First(kind => asked.Groups.All(group => group.Kind != kind)) } }));
        Assert.Equal([26], Changed("relation", asked with { Relation = Relation.RightOf }));
    }

    [Fact]
    public void An_image_as_asked_has_no_changed_words() =>
        Assert.All(Judged, word => Assert.Empty(Changed(word.Class, Right.Asked!)));

    private static IEnumerable<int> Changed(string words, Scene drawn) => WordEvaluation.Changed(Right with { Drawn = drawn }, Judged, words).Select(word => word.Start);

    private static PromptWord Word(int start, string text, string words)
    {
        Assert.Equal(text, Prompt.Substring(start, text.Length));
        return new PromptWord(text, start, text.Length, words, 0.5, "other");
    }
}
