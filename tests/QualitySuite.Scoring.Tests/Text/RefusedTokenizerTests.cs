using System.Text;
using System.Text.Json.Nodes;
using QualitySuite.Scoring.Tests.Fixtures;
using QualitySuite.Scoring.Text.HuggingFace;

namespace QualitySuite.Scoring.Tests.Text;

/// <summary>What a tokenizer.json asks for and is not known is refused by name.</summary>
public sealed class RefusedTokenizerTests
{
    [Theory]
    [InlineData("normalizer", """{"type":"StripAccents"}""", "The normalizer 'StripAccents' is not known.")]
    [InlineData("normalizer", """{"type":"Sequence","normalizers":[{"type":"Nmt"}]}""", "The normalizer 'Nmt' is not known.")]
    [InlineData("normalizer", """{"type":"Lowercase","locale":"tr"}""", "The normalizer's field 'locale' is not known.")]
    [InlineData("normalizer", """{"type":"Replace","pattern":{"Regex":"(?i)a"},"content":"b"}""", "The pattern of the normalizer 'Replace' has the regular expression '(?i)a', of a form that is not known.")]
    [InlineData("normalizer", """{"type":"Replace","pattern":{"Regex":"a++"},"content":"b"}""", "of a form that is not known")]
    [InlineData("normalizer", """{"type":"Replace","pattern":{"Regex":"a{0,2}"},"content":"b"}""", "of a form that is not known")]
    [InlineData("normalizer", """{"type":"Replace","pattern":{"Regex":"[a-c]"},"content":"b"}""", "of a form that is not known")]
    [InlineData("normalizer", """{"type":"Replace","pattern":{"Regex":"[^a]"},"content":"b"}""", "of a form that is not known")]
    [InlineData("normalizer", """{"type":"Replace","pattern":{"Regex":"[ab"},"content":"b"}""", "of a form that is not known")]
    [InlineData("normalizer", """{"type":"Replace","pattern":{"Regex":"\\w"},"content":"b"}""", "of a form that is not known")]
    [InlineData("normalizer", """{"type":"Replace","pattern":{"String":""},"content":"b"}""", "The pattern of the normalizer 'Replace' is empty.")]
    [InlineData("normalizer", """{"type":"Precompiled","precompiled_charsmap":"AAAA!"}""", "a 'precompiled_charsmap' that is not base64")]
    [InlineData("normalizer", """{"type":"Precompiled","precompiled_charsmap":"AAEAAA=="}""", "a 'precompiled_charsmap' that is cut off")]
    [InlineData("normalizer", "[]", "The normalizer is no object.")]
    [InlineData("pre_tokenizer", """{"type":"ByteLevel"}""", "The pre_tokenizer 'ByteLevel' is not known.")]
    [InlineData("pre_tokenizer", """{"type":"Split","pattern":{"String":" "},"behavior":"Isolated","invert":true}""", "The pre_tokenizer 'Split' has 'invert', which is not known.")]
    [InlineData("pre_tokenizer", """{"type":"Split","pattern":{"String":" "},"behavior":"Doubled"}""", "the behavior 'Doubled', which is not known")]
    [InlineData("pre_tokenizer", """{"type":"Metaspace","replacement":"\u2581","prepend_scheme":"last"}""", "the prepend_scheme 'last', which is not known")]
    [InlineData("pre_tokenizer", """{"type":"Metaspace","replacement":"\u2581","add_prefix_space":false}""", "which contradict each other")]
    [InlineData("post_processor", """{"type":"RobertaProcessing"}""", "The post_processor 'RobertaProcessing' is not known.")]
    [InlineData("post_processor", """{"type":"TemplateProcessing","single":[],"special_tokens":{}}""", "The post_processor leaves the text out.")]
    [InlineData("post_processor.single", """[{"Sequence":{"id":"A"}},{"SpecialToken":{"id":"<end>"}}]""", "The post_processor names the token '<end>', which its 'special_tokens' do not hold.")]
    [InlineData("truncation", """{"direction":"Left","max_length":64}""", "The truncation has the direction 'Left'")]
    [InlineData("padding", """{"direction":"Up","pad_id":0}""", "The padding has the direction 'Up', which is not known.")]
    [InlineData("model.type", "\"WordPiece\"", "The model 'WordPiece' is not known.")]
    [InlineData("model.type", "\"Unigram\"", "The model 'Unigram' has no 'vocab', or one of another kind.")]
    [InlineData("model.dropout", "0.1", "The model's 'dropout' makes the ids random.")]
    [InlineData("model.end_of_word_suffix", "\"</w>\"", "The model's 'end_of_word_suffix' '</w>' is not known.")]
    [InlineData("model.unk_token", "\"<none>\"", "The model's 'unk_token' '<none>' is not in its vocabulary.")]
    [InlineData("model.surprise", "1", "The model's field 'surprise' is not known.")]
    [InlineData("model.merges", """["a b c"]""", "The merge 0 is no pair: 'a b c'.")]
    [InlineData("model.merges", """[["a","\u0416\u0416"]]""", "The merge 0 needs the token '\u0416\u0416', which the vocabulary lacks.")]
    [InlineData("model.merges", """[["a","b","c"]]""", "The merge 0 is no pair.")]
    [InlineData("model.merges", "7", "The model 'BPE' has no list of 'merges'.")]
    [InlineData("model", "[]", "The file's 'model' is no object.")]
    [InlineData("added_tokens", """[{"id":7,"content":"<eos>","special":true}]""", "The added token '<eos>' has the id 7 where the vocabulary makes it 1.")]
    [InlineData("added_tokens", """[{"id":1,"content":"<eos>","single_word":true}]""", "The added token '<eos>' has 'single_word', which is not known.")]
    [InlineData("surprise", "true", "The file's field 'surprise' is not known.")]
    public void It_is_named(string path, string value, string expected)
    {
        var file = TokenizerFiles.Variant("gemma");
        var steps = path.Split('.');
        steps[..^1].Aggregate((JsonNode)file, (node, step) => node[step]!)[steps[^1]] = JsonNode.Parse(value);

        Assert.Contains(expected, ProblemOf(file.ToJsonString()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_first_word_that_a_normalizer_may_have_moved_is_refused()
    {
        var file = TokenizerFiles.Variant("metaspace-first");
        file["normalizer"] = JsonNode.Parse("""{"type":"Strip","strip_left":true,"strip_right":false}""");

        Assert.Contains("behind the normalizer 'Strip'", ProblemOf(file.ToJsonString()), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_pad_token_the_pack_must_name_one()
    {
        var file = TokenizerFiles.Variant("unigram");
        file.Remove("padding");
        file["model"]!["vocab"]![0]![0] = "<p>";

        Assert.Contains("the field 'padToken' must name", ProblemOf(file.ToJsonString()), StringComparison.Ordinal);
        Assert.Contains("The vocabulary has no token '<fill>', which 'padToken' names.", ProblemOf(file.ToJsonString(), "<fill>"), StringComparison.Ordinal);
        Assert.Equal(2, TokenizerJson.Read(Encoding.UTF8.GetBytes(file.ToJsonString()), new TokenizerJsonOptions(64, "<unk>")).Padding.Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":"b"},"merges":[]}}""")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":[[1,2]]}}""")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":[]""")]
    [InlineData("""{"model":{"type":"Unigram","vocab":[]}}""")]
    [InlineData("""{"model":{"type":"Unigram","vocab":[["a"]]}}""")]
    [InlineData("""{"model":{"type":"Unigram","vocab":[["<pad>",0],["a",1,2],["b",3]],"unk_id":0}}""")]
    [InlineData("""{"model":{"type":"Unigram","vocab":[["<pad>",0],"a",["b",3]],"unk_id":0}}""")]
    [InlineData("""{"model":{"type":"Unigram","vocab":[["<pad>",0]]}}""")]
    [InlineData("""{"model":{"type":"Unigram","vocab":[["<pad>",0]],"unk_id":1}}""")]
    public void A_file_that_is_none_is_refused(string json) => Assert.NotEmpty(ProblemOf(json));

    private static string ProblemOf(string json, string? padToken = null) =>
        Assert.Throws<InvalidDataException>(() => TokenizerJson.Read(Encoding.UTF8.GetBytes(json), new TokenizerJsonOptions(64, padToken))).Message;
}
