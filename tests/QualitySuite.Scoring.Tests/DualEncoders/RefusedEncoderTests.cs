using System.Text.Json.Nodes;
using QualitySuite.Scoring.Tests.Fixtures;
using QualitySuite.TestModels;

namespace QualitySuite.Scoring.Tests.DualEncoders;

/// <summary>Dual encoders that cannot be used are refused by name, and the pack's other parts go on.</summary>
public sealed class RefusedEncoderTests : IDisposable
{
    private readonly PackFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("dimension", "24", "The output 'text_embeds' has the shape [N, 16], the manifest says [N, 24].")]
    [InlineData("dimension", "1", "The field 'dimension' must be 2 to 65536.")]
    [InlineData("metric", "\"aesthetic\"", "The field 'metric' is 'aesthetic': the cosine of image and prompt gives clip_score.")]
    [InlineData("image.output", "\"nothing\"", "The model has no output 'nothing'; it has 'image_embeds'.")]
    [InlineData("image.input.width", "48", "The field 'image.input.height' must be the width for this way of resizing.")]
    [InlineData("image.input.std", "[1,1,0]", "The field 'image.input.std' must hold three positive numbers.")]
    [InlineData("image.input.mean", "[1,1]", "The field 'image.input.mean' must hold three numbers.")]
    [InlineData("text.input", "\"tokens\"", "The model has no input 'tokens'; it has 'input_ids'.")]
    [InlineData("text.output", "\"pooled\"", "The model has no output 'pooled'; it has 'text_embeds'.")]
    [InlineData("text.tokenizer.length", "2", "The field 'text.tokenizer.length' must be 3 to 65536.")]
    [InlineData("text.tokenizer.kind", "\"unigram\"", "$.text.tokenizer.kind")]
    [InlineData("text.model.path", "\"gone.onnx\"", "The file 'gone.onnx' cannot be read: ")]
    [InlineData("text.tokenizer.merges.sha256", "\"00\"", "The field 'sha256' of 'merges.txt' must be 64 lower-case hexadecimal digits.")]
    public void A_field_that_does_not_fit_is_named(string path, string value, string expected)
    {
        var part = _folder.AddClip();
        var steps = path.Split('.');
        steps[..^1].Aggregate((JsonNode)part, (node, step) => node[step]!)[steps[^1]] = JsonNode.Parse(value);

        Assert.Contains(expected, ProblemOf("clip"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("merges", null, "The field 'text.tokenizer.merges' is missing, which the kind clip_bpe needs.")]
    [InlineData("vocabulary", null, "The field 'text.tokenizer.vocabulary' is missing, which the kind clip_bpe needs.")]
    [InlineData("kind", "\"tokenizer_json\"", "The field 'text.tokenizer.vocabulary' does not go with the kind tokenizer_json.")]
    [InlineData("padToken", "\"<pad>\"", "The field 'text.tokenizer.padToken' does not go with the kind clip_bpe.")]
    [InlineData("lowercase", "true", "The field 'text.tokenizer.lowercase' does not go with the kind clip_bpe.")]
    public void A_tokenizers_field_that_its_kind_lacks_or_has_too_many_is_named(string field, string? value, string expected)
    {
        var tokenizer = _folder.AddClip()["text"]!["tokenizer"]!.AsObject();
        tokenizer.Remove(field);
        if (value is not null)
        {
            tokenizer[field] = JsonNode.Parse(value);
        }

        Assert.Equal(expected, ProblemOf("clip"));
    }

    [Fact]
    public void A_tokenizer_json_without_its_file_is_named()
    {
        var part = _folder.AddSiglip();
        part["text"]!["tokenizer"]!.AsObject().Remove("file");

        Assert.Equal("The field 'text.tokenizer.file' is missing, which the kind tokenizer_json needs.", ProblemOf("siglip"));
    }

    [Fact]
    public void A_tokenizer_json_that_asks_for_the_unknown_is_named_with_its_file()
    {
        var part = _folder.AddSiglip();
        var file = TokenizerFiles.Variant("gemma");
        file["pre_tokenizer"] = new JsonObject { ["type"] = "UnicodeScripts" };
        _folder.SetTokenizer(part, file);

        Assert.Equal("The tokenizer 'tokenizer.json' cannot be used. The pre_tokenizer 'UnicodeScripts' is not known.", ProblemOf("siglip"));
    }

    [Fact]
    public void A_text_model_that_fails_on_a_prompt_takes_the_alignment_and_leaves_the_embedding()
    {
        _folder.AddClip()["text"]!["tokenizer"]!["length"] = 200;
        _folder.AddWorking();
        using var engine = _folder.Open();
        using var image = Pictures.Blocks(1, 4, 64, 64);
        using var prepared = engine.Prepare(image, string.Join(' ', Enumerable.Repeat("photo", 150)));

        // The model's own table of positions ends at 77.
        engine.Run([prepared]);
        Assert.Equal(["clip_score"], prepared.Failures.Single().Metrics);
        Assert.Single(prepared.Embeddings);
        Assert.DoesNotContain(prepared.Scores, s => s.Metric == "clip_score");
        Assert.Contains(prepared.Scores, s => s.Metric == "unsafe_any");
    }

    [Fact]
    public void A_vocabulary_that_is_none_is_refused()
    {
        var part = _folder.AddClip();
        File.WriteAllText(Path.Combine(_folder.Path, "vocab.json"), "{}");
        part["text"]!["tokenizer"]!["vocabulary"] = _folder.Describe("vocab.json");

        Assert.StartsWith("The vocabulary", ProblemOf("clip"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("imageEmbedding", "image")]
    [InlineData("textEmbedding", "text")]
    public void A_recorded_embedding_that_the_model_does_not_give_is_refused(string field, string name)
    {
        var canary = new JsonObject
        {
            ["seed"] = 1,
            ["block"] = 4,
            ["width"] = 64,
            ["height"] = 64,
            ["text"] = "a cat",
            ["imageEmbedding"] = new JsonArray(0),
            ["textEmbedding"] = new JsonArray(0),
            ["cosine"] = 0,
            ["tolerance"] = 2,
        };
        var part = _folder.AddClip();
        part["canary"] = canary;
        _folder.Save();
        Assert.Null(Problem("clip"));

        canary[field] = new JsonArray(3);

        Assert.Matches($"^On the canary the {name} has -?0\\.\\d+(e-\\d+)? at 0; recorded is 3 with a tolerance of 2\\.$", ProblemOf("clip"));
    }

    [Fact]
    public void A_text_model_that_looks_at_its_batch_is_refused_until_texts_run_alone()
    {
        var part = _folder.AddClip();
        using (var text = File.Create(Path.Combine(_folder.Path, "text_model.onnx")))
        {
            ClipModel.WriteText(text, ClipFolder.Shape, seed: 2, looksAtBatch: true);
        }

        part["text"]!["model"] = _folder.Describe("text_model.onnx");
        _folder.Save();
        Assert.Matches(
            @"^A text's embedding depends on the other texts of its batch \(by [^)]+ on the canary\), as with dynamic quantisation; the text model needs 'maxBatch': 1\.$",
            Problem("clip"));

        part["text"]!["maxBatch"] = 1;
        _folder.Save();
        Assert.Null(Problem("clip"));
    }

    private string ProblemOf(string part)
    {
        _folder.AddWorking("fine");
        var problem = Problem(part);
        Assert.NotNull(problem);
        return problem;
    }

    private string? Problem(string name)
    {
        using var engine = _folder.Open();
        Assert.All(engine.Parts.Where(p => p.Name != name), p => Assert.Null(p.Problem));
        return engine.Parts.Single(p => p.Name == name).Problem;
    }
}
