using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using QualitySuite.Scoring.Tests.Fixtures;
using QualitySuite.Scoring.Text.HuggingFace;

namespace QualitySuite.Scoring.Tests.Text;

public sealed class HuggingFaceTokenizerTests
{
    private static readonly string[] Edges = JsonSerializer.Deserialize<string[]>(TokenizerFiles.Read("edge-texts.json"))!;
    private static readonly Dictionary<string, string[]> Ids = JsonSerializer.Deserialize<Dictionary<string, string[]>>(TokenizerFiles.Read("ids.json"))!;

    public static TheoryData<string> Variants => [.. Ids.Keys];

    // The ids are those of Hugging Face's own library: Fixtures/tokenizers/make_ids.js.
    [Theory]
    [MemberData(nameof(Variants))]
    public void Odd_texts_get_the_ids_of_the_library_that_models_were_trained_with(string variant)
    {
        var tokenizer = Load(TokenizerFiles.Variant(variant));
        var expected = Ids[variant];
        string[] texts = expected.Length == Edges.Length ? Edges : [.. Edges, .. TokenizerFiles.OddTexts()];
        Assert.Equal(texts.Length, expected.Length);
        Assert.All(texts.Zip(expected), pair => Assert.Equal(pair.Second, Digest(tokenizer.Encode(pair.First).Ids)));
    }

    [Fact]
    public void Lower_case_that_the_pack_asks_for_is_that_of_a_file_that_asks_for_it_itself()
    {
        var tokenizer = TokenizerJson.Read(Bytes(TokenizerFiles.Variant("gemma")), new TokenizerJsonOptions(100_000, Lowercase: true));

        Assert.Equal(Ids["gemma-lower"], Edges.Select(text => Digest(tokenizer.Encode(text).Ids)));
    }

    [Fact]
    public void Merges_written_as_strings_are_those_written_as_pairs()
    {
        var file = TokenizerFiles.Variant("gemma");
        var merges = file["model"]!["merges"]!.AsArray();
        file["model"]!["merges"] = new JsonArray([.. merges.Select(m => JsonValue.Create($"{m![0]} {m[1]}"))]);
        var tokenizer = Load(file);

        Assert.Equal(Ids["gemma"].Take(Edges.Length), Edges.Select(text => Digest(tokenizer.Encode(text).Ids)));
    }

    [Fact]
    public void Merges_may_stand_before_the_vocabulary_they_need()
    {
        var file = TokenizerFiles.Variant("gemma");
        var vocabulary = file["model"]!["vocab"]!.DeepClone();
        file["model"]!.AsObject().Remove("vocab");
        file["model"]!["vocab"] = vocabulary;
        var tokenizer = Load(file);

        Assert.Equal(Ids["gemma"].Take(Edges.Length), Edges.Select(text => Digest(tokenizer.Encode(text).Ids)));
    }

    // Joining the best pair of the whole list again and again, as the paper has it.
    [Fact]
    public void The_heap_joins_what_the_plain_algorithm_joins()
    {
        var file = TokenizerFiles.Variant("gemma");
        var tokenizer = Load(file);
        var ranks = file["model"]!["merges"]!.AsArray().Select((m, rank) => ((string)m![0]!, (string)m[1]!, rank)).ToDictionary(m => (m.Item1, m.Item2), m => m.rank);
        var vocabulary = file["model"]!["vocab"]!.AsObject();
        var random = new Random(1);
        for (var i = 0; i < 300; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => "aeinorst  gh"[random.Next(12)])]);
            var symbols = text.Replace(' ', '\u2581').Select(c => c.ToString()).ToList();
            while (Enumerable.Range(0, symbols.Count - 1).Where(j => ranks.ContainsKey((symbols[j], symbols[j + 1]))).ToList() is { Count: > 0 } joinable)
            {
                var best = joinable.MinBy(j => ranks[(symbols[j], symbols[j + 1])]);
                symbols[best] += symbols[best + 1];
                symbols.RemoveAt(best + 1);
            }

            Assert.Equal([.. symbols.Select(s => (int)vocabulary[s]!), 1], tokenizer.Encode(text).Ids);
        }
    }

    [Fact]
    public void A_long_text_keeps_its_beginning_and_the_end_token_and_says_so()
    {
        var text = string.Join(' ', Enumerable.Repeat("background", 100));
        var whole = Load(TokenizerFiles.Variant("gemma")).Encode(text);
        var cut = TokenizerJson.Read(Bytes(TokenizerFiles.Variant("gemma")), new TokenizerJsonOptions(64)).Encode(text);

        Assert.Equal([.. whole.Ids.Take(63), 1], cut.Ids);
        Assert.Equal((64, true, whole.Ids.Count), (cut.Ids.Count, cut.Truncated, cut.TokenCount));
        Assert.Equal((false, whole.Ids.Count), (whole.Truncated, whole.TokenCount));
    }

    [Fact]
    public void A_text_that_just_fits_is_not_truncated()
    {
        var count = Load(TokenizerFiles.Variant("gemma")).Encode("a photo of a cat").Ids.Count;

        Assert.False(TokenizerJson.Read(Bytes(TokenizerFiles.Variant("gemma")), new TokenizerJsonOptions(count)).Encode("a photo of a cat").Truncated);
        Assert.True(TokenizerJson.Read(Bytes(TokenizerFiles.Variant("gemma")), new TokenizerJsonOptions(count - 1)).Encode("a photo of a cat").Truncated);
    }

    [Fact]
    public void A_lone_surrogate_counts_as_the_replacement_character()
    {
        var tokenizer = Load(TokenizerFiles.Variant("gemma"));

        Assert.Equal(tokenizer.Encode("a \uFFFD b").Ids, tokenizer.Encode("a \uD800 b").Ids);
    }

    private static HuggingFaceTokenizer Load(JsonObject file) => TokenizerJson.Read(Bytes(file), new TokenizerJsonOptions(100_000));

    private static byte[] Bytes(JsonObject file) => Encoding.UTF8.GetBytes(file.ToJsonString());

    private static string Digest(IReadOnlyList<int> ids) =>
        $"{ids.Count} {Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join(' ', ids))))[..8]}";
}
