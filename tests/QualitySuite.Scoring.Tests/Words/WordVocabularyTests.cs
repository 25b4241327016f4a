using QualitySuite.Scoring.Words;

namespace QualitySuite.Scoring.Tests.Words;

public sealed class WordVocabularyTests
{
    private static readonly WordVocabulary Vocabulary = new(TestWords.Manifest);

    [Theory]
    [InlineData("", "")]
    [InlineData("nothing that is known", "")]
    [InlineData("two red apples", "two red apples")]
    [InlineData("Two RED Apples!", "Two RED Apples")]
    [InlineData("(red),green/blue.orange", "red green blue orange")]
    // Whole words only.
    [InlineData("redder cupboard, shred, red-haired, cup's, _red_ apples2", "")]
    // The longest form wins, over any white space.
    [InlineData("cups on  a\nsandy beach", "cups|on  a\nsandy beach")]
    [InlineData("a cup in front of a brick wall", "a cup|in front of a brick wall")]
    [InlineData("a cup in front of a red fish", "a cup|in front of|a red fish")]
    [InlineData("in front, of a cup", "a cup")]
    [InlineData("a green meadow in a green meadow", "green|in a green meadow")]
    // An article counts where a singular noun is behind it, and colours alone between.
    [InlineData("a photo of a red apple", "a red apple")]
    [InlineData("An orange, a green blue cup, a big cup, a cups", "orange|a green blue cup|cup cups")]
    [InlineData("an apple and the cup", "an apple cup")]
    // A sign to a tokenizer that knows HTML, and a number of one.
    [InlineData("&cup; &#red apples", "apples")]
    public void Known_words_are_found_in_their_order(string prompt, string expected) =>
        Assert.Equal(expected.Replace('|', ' '), string.Join(' ', Vocabulary.Find(prompt).Select(w => w.Text(prompt))));

    [Theory]
    [InlineData("two fish", 1)]
    [InlineData("two red fish", 1)]
    [InlineData("one fish", 0)]
    [InlineData("a fish", 0)]
    [InlineData("the fish", 0)]
    public void A_noun_that_is_its_own_plural_is_one_behind_a_number(string prompt, int form) =>
        Assert.Equal(form, Vocabulary.Find(prompt).Single(w => w.Class.Name == "object").Form);

    [Fact]
    public void An_article_is_the_number_one_only_where_the_numbers_have_it()
    {
        var classes = TestWords.Manifest.Classes.ToDictionary(c => c.Key, c => c.Value);
        classes["count"] = [["two"], ["three"]];
        var prompt = "a red apple";

        Assert.Equal(["red", "apple"], new WordVocabulary(TestWords.Manifest with { Classes = classes }).Find(prompt).Select(w => w.Text(prompt)));
    }
}
