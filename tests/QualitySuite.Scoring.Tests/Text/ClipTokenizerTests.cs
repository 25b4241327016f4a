using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using QualitySuite.Scoring.Text;

namespace QualitySuite.Scoring.Tests.Text;

public sealed class ClipTokenizerTests
{
    private static readonly ClipTokenizer Whole = Load(length: 1_000_000);

    [Fact]
    public void A_thousand_odd_texts_get_the_ids_of_openais_tokenizer()
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", "odd-texts.jsonl"));
        Assert.Equal(1000, lines.Length);
        Assert.All(lines, line =>
        {
            using var expected = JsonDocument.Parse(line);
            var ids = Whole.Encode(expected.RootElement.GetProperty("text").GetString()!).Ids;
            var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join(' ', ids))))[..16];
            Assert.Equal((expected.RootElement.GetProperty("count").GetInt32(), expected.RootElement.GetProperty("sha256").GetString()!), (ids.Count, digest));
        });
    }

    // From the merges by hand: the vocabulary is 256 bytes, the same at a word's end, 6,000 merges, start, end.
    [Fact]
    public void A_sentence_is_cut_into_words_between_start_and_end()
    {
        Assert.Equal(
            [Id("<|startoftext|>"), Id("of</w>"), Id("background</w>"), Id("<|endoftext|>")],
            Whole.Encode("  of\t\n BackGround ").Ids);
    }

    [Theory]
    [InlineData("&amp;amp;", "&")]
    [InlineData("&lt;b&gt;", "<b>")]
    [InlineData("&amp;lt;", "<")]
    [InlineData("&notit;", "\u00ACit;")]
    [InlineData("&#x80;", "\u20AC")]
    [InlineData("&#0;&#xD800;&#x110000;&#99999999999;", "\uFFFD\uFFFD\uFFFD\uFFFD")]
    [InlineData("a&#1;b", "ab")]
    [InlineData("&#x;&;&", "&#x;&;&")]
    public void Html_is_unescaped_twice_as_python_does(string text, string cleaned) => Assert.Equal(cleaned, PromptText.Clean(text));

    [Theory]
    [InlineData("\u0130STANBUL", "i\u0307stanbul")]
    [InlineData("\u039F\u0394\u039F\u03A3", "\u03BF\u03B4\u03BF\u03C2")]
    [InlineData("\u039F\u0394\u039F\u03A3 \u03A3", "\u03BF\u03B4\u03BF\u03C2 \u03C3")]
    [InlineData("\u0391\u03A3.\u0392", "\u03B1\u03C3.\u03B2")]
    [InlineData("\U00010400", "\U00010428")]
    public void Text_is_lowered_as_unicode_says(string text, string cleaned) => Assert.Equal(cleaned, PromptText.Clean(text));

    [Fact]
    public void A_long_text_keeps_its_beginning_and_the_end_token_and_says_so()
    {
        var whole = Whole.Encode(string.Join(' ', Enumerable.Repeat("photo", 100)));
        var cut = Load(length: 77).Encode(string.Join(' ', Enumerable.Repeat("photo", 100)));

        Assert.Equal((77, true, 102), (cut.Ids.Count, cut.Truncated, cut.TokenCount));
        Assert.Equal([.. whole.Ids.Take(76), Whole.EndId], cut.Ids);
        Assert.Equal((102, false, 102), (whole.Ids.Count, whole.Truncated, whole.TokenCount));
    }

    [Fact]
    public void A_text_that_just_fits_is_not_truncated()
    {
        var text = string.Join(' ', Enumerable.Repeat("photo", 75));

        Assert.Equal((77, false), (Load(length: 77).Encode(text).Ids.Count, Load(length: 77).Encode(text).Truncated));
        Assert.True(Load(length: 76).Encode(text).Truncated);
    }

    [Fact]
    public void A_lone_surrogate_counts_as_the_replacement_character() => Assert.Equal(Whole.Encode("a \uFFFD b").Ids, Whole.Encode("a \uD800 b").Ids);

    [Fact]
    public void A_vocabulary_without_an_end_token_is_refused()
    {
        var vocabulary = Encoding.UTF8.GetBytes(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "tokenizers", "clip", "vocab.json")).Replace("<|endoftext|>", "<|stop|>", StringComparison.Ordinal));
        using var merges = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Fixtures", "tokenizers", "clip", "merges.txt"));
        using var stream = new MemoryStream(vocabulary);

        var exception = Assert.Throws<InvalidDataException>(() => ClipTokenizer.Load(stream, merges));
        Assert.Equal("The vocabulary has no token '<|endoftext|>', which every CLIP vocabulary has.", exception.Message);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[1,2]")]
    [InlineData("")]
    public void A_vocabulary_that_is_none_is_refused(string vocabulary)
    {
        using var merges = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Fixtures", "tokenizers", "clip", "merges.txt"));
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(vocabulary));

        Assert.Throws<InvalidDataException>(() => ClipTokenizer.Load(stream, merges));
    }

    private static ClipTokenizer Load(int length)
    {
        using var vocabulary = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Fixtures", "tokenizers", "clip", "vocab.json"));
        using var merges = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Fixtures", "tokenizers", "clip", "merges.txt"));
        return ClipTokenizer.Load(vocabulary, merges, length);
    }

    private static int Id(string token)
    {
        using var vocabulary = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "tokenizers", "clip", "vocab.json")));
        return vocabulary.RootElement.GetProperty(token).GetInt32();
    }
}
