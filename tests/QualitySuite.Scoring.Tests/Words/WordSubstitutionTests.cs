using QualitySuite.Scoring.Words;

namespace QualitySuite.Scoring.Tests.Words;

public sealed class WordSubstitutionTests
{
    private static readonly WordVocabulary Vocabulary = new(TestWords.Manifest);

    [Theory]
    [InlineData("two red apples", "red", "blue", "two blue apples")]
    [InlineData("a red cup", "red", "orange", "an orange cup")]
    [InlineData("An orange cup", "orange", "red", "A red cup")]
    [InlineData("an apple", "apple", "cup", "a cup")]
    [InlineData("a cup", "cup", "umbrella", "an umbrella")]
    [InlineData("an umbrella", "umbrella", "unicorn", "a unicorn")]
    [InlineData("a red apple", "apple", "top hat", "a red top hat")]
    [InlineData("two fish", "fish", "cups", "two cups")]
    [InlineData("two top  hats", "top  hats", "apples", "two apples")]
    [InlineData("Red apples", "Red", "green", "Green apples")]
    // A wrong article stays as wrong.
    [InlineData("a orange cup", "orange", "red", "a red cup")]
    // Numbers: the noun goes along, behind colours too.
    [InlineData("three apples", "three", "two", "two apples")]
    [InlineData("three red apples on a beach", "three", "one", "one red apple on a beach")]
    [InlineData("one red blue apple", "one", "three", "three red blue apples")]
    [InlineData("a red apple", "a", "two", "two red apples")]
    [InlineData("An apple", "An", "two", "Two apples")]
    [InlineData("two dragons", "two", "three", "three dragons")]
    [InlineData("two dragons", "two", "one", null)]
    [InlineData("one dragon", "one", "two", null)]
    [InlineData("two, apples", "two", "one", null)]
    // The same form of another entry, or its last.
    [InlineData("a cup to the left of a fish", "to the left of", "to the right of", "a cup to the right of a fish")]
    [InlineData("a cup to the left of a fish", "to the left of", "in front of", "a cup in front of a fish")]
    public void Another_word_brings_its_grammar(string prompt, string word, string other, string? expected)
    {
        var found = Vocabulary.Find(prompt);
        var from = found.First(w => w.Text(prompt) == word);
        var entry = from.Class.Entries.ToList().FindIndex(e => e.Contains(other));

        Assert.Equal(expected, new WordSubstitution(prompt, found, Vocabulary.One).Replace(from, entry));
    }

    [Theory]
    [InlineData("a red apple and an orange cup", "colour", "an orange apple and a red cup")]
    [InlineData("two apples and three cups", "count", "three apples and two cups")]
    [InlineData("an apple and three red cups", "count", "three apples and one red cup")]
    [InlineData("one apple and three dragons", "count", null)]
    public void Two_words_change_places_each_with_its_grammar(string prompt, string name, string? expected)
    {
        var found = Vocabulary.Find(prompt);
        FoundWord[] words = [.. found.Where(w => w.Class.Name == name)];

        var substitution = new WordSubstitution(prompt, found, Vocabulary.One);

        Assert.Equal(expected, substitution.Swap(words[0], words[1]));
        Assert.Equal(expected, substitution.Swap(words[1], words[0]));
    }
}
