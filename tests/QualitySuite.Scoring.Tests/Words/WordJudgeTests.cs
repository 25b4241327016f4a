using FsCheck.Xunit;
using QualitySuite.Scoring.Words;

namespace QualitySuite.Scoring.Tests.Words;

public sealed class WordJudgeTests
{
    [Fact]
    public void Equal_texts_share_the_probability()
    {
        var word = Assert.Single(WordJudge.Judge([1, 0], Asked([1, 0], [[1, 0], [1, 0], [1, 0]]), scale: 30));

        Assert.Equal(("red", 0, 3, "colour", 0.25), (word.Word, word.Start, word.Length, word.Class, word.Probability));
    }

    [Fact]
    public void The_softmax_of_scaled_cosines_is_the_logistic_function_for_one_alternative()
    {
        // Cosines 0.6 and 0.8, scale 10: 1 / (1 + e^2) = 0.1192029.
        var word = Assert.Single(WordJudge.Judge([1, 0], Asked([0.6f, 0.8f], [[0.8f, 0.6f]]), scale: 10));

        Assert.Equal(0.1192029, word.Probability, 6);
        Assert.Equal("other0", word.Likelier);
    }

    [Fact]
    public void Large_differences_stay_finite()
    {
        Assert.Equal(0, WordJudge.Judge([1, 0], Asked([-1, 0], [[1, 0]]), scale: 1e4).Single().Probability);
        Assert.Equal(1, WordJudge.Judge([1, 0], Asked([1, 0], [[-1, 0]]), scale: 1e4).Single().Probability);
    }

    [Property(MaxTest = 200)]
    public void Probabilities_are_those_of_the_definition(int seed, byte alternatives)
    {
        var random = new Random(seed);
        float[] Direction() => Embedding.Normalise([.. Enumerable.Range(0, 7).Select(_ => (random.NextSingle() * 2) - 1)]);
        var (image, own) = (Direction(), Direction());
        float[][] texts = [.. Enumerable.Range(0, 1 + (alternatives % 12)).Select(_ => Direction())];
        var scale = 1 + (random.NextDouble() * 40);

        var word = WordJudge.Judge(image, Asked(own, texts), scale).Single();

        double Cosine(float[] text) => image.Zip(text).Sum(pair => (double)pair.First * pair.Second);
        double[] powers = [.. texts.Select(t => Math.Exp(scale * Cosine(t)))];
        Assert.Equal(Math.Exp(scale * Cosine(own)) / (Math.Exp(scale * Cosine(own)) + powers.Sum()), word.Probability, 1e-4);
        Assert.Equal($"other{Array.IndexOf(powers, powers.Max())}", word.Likelier);
    }

    private static EmbeddedQuestions Asked(float[] prompt, float[][] texts)
    {
        var word = new FoundWord(new WordClass("colour", [["red"]]), Entry: 0, Form: 0, Start: 0, Length: 3, Before: null);
        var question = new WordQuestion(word, [.. texts.Select((_, i) => new WordAlternative(i, $"other{i}", IsSwapped: false))]);
        return new EmbeddedQuestions(new PromptQuestions("red", [question], [], 0, 0), prompt, texts);
    }
}
