using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using QualitySuite.Scoring.ModelPacks;
using QualitySuite.Scoring.Text;
using QualitySuite.Scoring.Words;

namespace QualitySuite.Scoring.Tests.Words;

public sealed class PromptQuestionerTests
{
    private static readonly string[] s_parts =
    [
        "two red apples", "a blue cup", "An orange umbrella", "one fish", "three fish", "the green apple", "Red cups", "a dragon", "two dragons", "an apple",
        "and", ",", "on a beach", "in front of", "to the left of", "of",
    ];

    [Fact]
    public void Every_word_is_compared_with_the_others_of_its_class_that_are_not_in_the_prompt()
    {
        var (asked, texts) = Ask("a red apple and a blue cup", maxTexts: 64);

        Assert.Equal(
            [
                "a: two, three", "red: orange, green, blue (swapped)", "apple: umbrella, fish, top hat, unicorn", "a: two, three",
                "blue: orange, green, red (swapped)", "cup: umbrella, fish, top hat, unicorn",
            ],
            asked.Words.Select(Describe("a red apple and a blue cup")));
        Assert.Equal("a blue apple and a red cup", texts[asked.Words[1].Alternatives[^1].Text]);

        // What two words ask for is one text.
        Assert.Equal(asked.Words[1].Alternatives[^1].Text, asked.Words[4].Alternatives[^1].Text);
        Assert.Equal((17, 0, 0), (texts.Count, asked.NotRead, asked.LeftOut));
    }

    [Fact]
    public void Words_of_classes_that_are_not_judged_lend_their_grammar_and_hide_what_is_in_them()
    {
        var prompt = "two apples in a green meadow";
        var (asked, texts) = Ask(prompt, maxTexts: 64, TestWords.Manifest with { NotJudged = ["object", "place", "relation"] });

        Assert.Equal(["two: one, three"], asked.Words.Select(Describe(prompt)));
        Assert.Equal(["one apple in a green meadow", "three apples in a green meadow"], texts);
        Assert.Equal((0, 0), (asked.NotRead, asked.LeftOut));
    }

    [Fact]
    public void Of_a_large_class_the_prompt_chooses_some_and_always_the_same()
    {
        var manifest = TestWords.Manifest with
        {
            Alternatives = 5,
            Classes = new Dictionary<string, IReadOnlyList<IReadOnlyList<string>>>
            {
                ["object"] = [.. Enumerable.Range(0, 60).Select(i => (IReadOnlyList<string>)[$"thing{i}", $"things{i}"])],
            },
        };
        string[] Chosen(string prompt) => [.. Ask(prompt, 64, manifest).Asked.Words.Single().Alternatives.Select(a => a.Written)];
        string[] prompts = [.. Enumerable.Range(0, 200).Select(i => $"thing0 in light {i}")];
        var chosen = prompts.Select(Chosen).ToList();

        Assert.Equal(chosen, prompts.Select(Chosen));
        Assert.All(chosen, c => Assert.Equal(5, c.Distinct().Count()));

        // Each of 59 others is chosen in 5/59 of 200 prompts: 17 times, give or take 4.
        Assert.All(chosen.SelectMany(c => c).CountBy(c => c), count => Assert.InRange(count.Value, 3, 35));
        Assert.Equal(59, chosen.SelectMany(c => c).Distinct().Count());
    }

    [Fact]
    public void Words_whose_texts_would_be_too_many_are_left_out()
    {
        // The first article asks for 2 texts, red for 3 that do not fit, blue's swap neither; the second article fits again.
        var (asked, texts) = Ask("a red apple and a blue cup", maxTexts: 4);

        Assert.Equal(["a: two, three", "a: two, three"], asked.Words.Select(Describe("a red apple and a blue cup")));
        Assert.Equal((4, 4), (texts.Count, asked.LeftOut));
    }

    [Fact]
    public void A_word_that_the_encoder_does_not_read_is_not_judged()
    {
        // 8 tokens: start, six words, end.
        var (asked, texts) = Ask("two red cups beside big blue apples on a beach", maxTexts: 64, length: 8);

        Assert.Equal("two red cups beside big blue", asked.Prompt);
        Assert.Equal(["two", "red", "cups", "blue"], asked.Words.Select(w => w.Word.Text(asked.Prompt)));
        Assert.Equal(2, asked.NotRead);
        Assert.Contains("two green cups beside big blue", texts);

        // A top hat is two tokens, which do not fit.
        Assert.DoesNotContain("two red top hats beside big blue", texts);
    }

    [Fact]
    public void A_prompt_of_unknown_words_asks_nothing()
    {
        var (asked, texts) = Ask("circles", maxTexts: 64);

        Assert.Equal((0, 0, 0, 0), (asked.Words.Count, texts.Count, asked.NotRead, asked.LeftOut));
    }

    [Property(MaxTest = 300)]
    public Property Every_text_reads_back_as_the_question_says() => Prop.ForAll(
        Gen.Elements(s_parts).ListOf(6).Select(parts => string.Join(' ', parts)).ToArbitrary(), prompt =>
        {
            var (asked, texts) = Ask(prompt, maxTexts: 50);
            var vocabulary = new WordVocabulary(TestWords.Manifest);
            var found = vocabulary.Find(prompt);
            Assert.Equal(found.Count, asked.Words.Count + asked.LeftOut + asked.NotRead);
            Assert.True(texts.Count <= 50 && texts.Distinct().Count() == texts.Count && !texts.Contains(prompt));
            foreach (var (word, alternatives) in asked.Words)
            {
                Assert.Equal(prompt.Substring(word.Start, word.Length), word.Text(prompt));
                var place = found.ToList().IndexOf(word);
                foreach (var alternative in alternatives)
                {
                    // The other word stands where the word stood, and all others are what they were, but for the one that is swapped.
                    var there = vocabulary.Find(texts[alternative.Text]);
                    Assert.Equal(found.Select(f => f.Class.Name), there.Select(f => f.Class.Name));
                    Assert.Equal(alternative.Written, WordSubstitution.FormOf(there[place], there[place].Entry), ignoreCase: true);
                    Assert.Equal(alternative.IsSwapped ? 2 : 1, found.Zip(there).Count(pair => pair.First.Entry != pair.Second.Entry));
                }
            }
        });

    private static Func<WordQuestion, string> Describe(string prompt) => question =>
        $"{question.Word.Text(prompt)}: {string.Join(", ", question.Alternatives.Select(a => a.Written + (a.IsSwapped ? " (swapped)" : "")))}";

    private static (PromptQuestions Asked, IReadOnlyList<string> Texts) Ask(string prompt, int maxTexts, WordsManifest? manifest = null, int length = 77)
    {
        var tokenizer = new WordTokenizer(length);
        var asked = new PromptQuestioner(manifest ?? TestWords.Manifest, maxTexts, tokenizer).Ask(prompt);
        return (asked, [.. asked.Texts.Select(t => tokenizer.TextOf(t))]);
    }

    /// <summary>A token a word, and a memory of what it was asked.</summary>
    private sealed class WordTokenizer(int length) : ITextTokenizer
    {
        private readonly Dictionary<TokenizedText, string> _texts = new(ReferenceEqualityComparer.Instance);

        public int Length => length;

        public TextPadding Padding => new(1, ToLength: false, AtStart: false);

        public TokenizedText Encode(string text)
        {
            var count = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length + 2;
            var tokens = new TokenizedText([.. Enumerable.Repeat(0, Math.Min(count, length))], count > length, count);
            _texts[tokens] = text;
            return tokens;
        }

        public string TextOf(TokenizedText tokens) => _texts[tokens];
    }
}
