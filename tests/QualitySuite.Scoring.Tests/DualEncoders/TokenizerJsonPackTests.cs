using System.Text.Json.Nodes;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using QualitySuite.Scoring.Tests.Fixtures;

namespace QualitySuite.Scoring.Tests.DualEncoders;

/// <summary>Dual encoders whose tokenizer is a tokenizer.json and whose text model reads the padding, as SigLIP's.</summary>
public sealed class TokenizerJsonPackTests : IDisposable
{
    private static readonly string[] Prompts = ["a photo of a cat", "a", "two red apples left of a blue cup, 日本 😀"];

    private readonly PackFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Right")]
    [InlineData("Left")]
    public void The_text_model_gets_every_prompt_padded_to_the_length(string direction)
    {
        var part = _folder.AddSiglip();
        var file = TokenizerFiles.Variant("gemma");
        file["padding"] = new JsonObject { ["strategy"] = "BatchLongest", ["direction"] = direction, ["pad_id"] = 5, ["pad_token"] = "?" };
        _folder.SetTokenizer(part, file);
        var alone = Prompts.Select(p => ScoreOf([p])[0]).ToArray();

        Assert.All(Prompts.Zip(alone), pair => Assert.Equal(100 * Math.Max(0, PlainCosine(pair.First, padId: 5, direction)), pair.Second, 1e-3));
        Assert.Contains(alone, score => score > 0.1);

        // A batch pads no further than a prompt alone does.
        Assert.All(ScoreOf(Prompts).Zip(alone), pair => Assert.Equal(pair.Second, pair.First, 1e-3));
    }

    [Fact]
    public void The_pad_token_is_what_the_pack_says_then_what_the_file_says_then_pad()
    {
        var part = _folder.AddSiglip();
        Assert.Equal(100 * Math.Max(0, PlainCosine(Prompts[0], padId: 0)), ScoreOf([Prompts[0]])[0], 1e-3);

        part["text"]!["tokenizer"]!["padToken"] = "<eos>";
        Assert.Equal(100 * Math.Max(0, PlainCosine(Prompts[0], padId: 1)), ScoreOf([Prompts[0]])[0], 1e-3);
    }

    [Fact]
    public void Lower_case_and_the_pad_token_belong_to_the_scorers_identity()
    {
        var part = _folder.AddSiglip();
        var identities = new List<string> { Identity() };
        part["text"]!["tokenizer"]!["lowercase"] = true;
        identities.Add(Identity());
        part["text"]!["tokenizer"]!["padToken"] = "<eos>";
        identities.Add(Identity());
        _folder.SetTokenizer(part, TokenizerFiles.Variant("gemma-lower"));
        identities.Add(Identity());

        Assert.Equal(identities.Count, identities.Distinct().Count());
    }

    [Fact]
    public void Lower_case_makes_prompts_that_differ_in_case_one()
    {
        var part = _folder.AddSiglip();
        Assert.NotEqual(ScoreOf(["A PHOTO of a Cat"])[0], ScoreOf(["a photo of a cat"])[0]);

        part["text"]!["tokenizer"]!["lowercase"] = true;
        Assert.Equal(ScoreOf(["A PHOTO of a Cat"])[0], ScoreOf(["a photo of a cat"])[0], 1e-6);
    }

    [Fact]
    public void A_prompt_that_is_too_long_is_scored_by_its_beginning_and_says_so()
    {
        _folder.AddSiglip();
        using var engine = _folder.Open();
        using var image = Pictures.Blocks(1, 4, 64, 64);
        using var prepared = engine.Prepare(image, string.Join(' ', Enumerable.Repeat("zzz", 100)));
        using var cut = engine.Prepare(image, "a cat");
        engine.Run([prepared, cut]);

        var truncated = Assert.Single(prepared.TruncatedPrompts);
        Assert.Equal(("clip_score", "siglip", SiglipFolder.Length), (truncated.Metric, truncated.Part, truncated.Length));
        Assert.True(truncated.TokenCount > 100);
        Assert.Empty(cut.TruncatedPrompts);
    }

    [Fact]
    public void The_inspector_shows_the_ids_with_the_end_token()
    {
        var part = _folder.AddSiglip();
        _folder.Save();
        var tokens = PackInspector.Open(_folder.Path).Tokenize("Cat");

        Assert.Equal(1, tokens.Ids[^1]);
        Assert.Equal((false, tokens.Ids.Count), (tokens.Truncated, tokens.TokenCount));

        part["text"]!["tokenizer"]!["lowercase"] = true;
        _folder.Save();
        Assert.NotEqual(tokens.Ids, PackInspector.Open(_folder.Path).Tokenize("Cat").Ids);
    }

    private double[] ScoreOf(string[] prompts)
    {
        using var engine = _folder.Open();
        Assert.Null(engine.Parts.Single().Problem);
        using var image = Pictures.Blocks(1, 5, 47, 61);
        var batch = prompts.Select(prompt => engine.Prepare(image, prompt)).ToArray();
        engine.Run(batch);
        var scores = batch.Select(prepared => prepared.Scores.Single(s => s.Metric == "clip_score").Value).ToArray();
        Array.ForEach(batch, prepared => prepared.Dispose());
        return scores;
    }

    private string Identity()
    {
        using var engine = _folder.Open();
        return engine.Scorers.Single(s => s.Metric == "clip_score").Identity;
    }

    /// <summary>In the plainest way: one text, its ids with the padding written out, sessions with default options.</summary>
    private double PlainCosine(string prompt, int padId, string direction = "Right")
    {
        using var engine = _folder.Open();
        using var image = Pictures.Blocks(1, 5, 47, 61);
        using var prepared = engine.Prepare(image, prompt: null);
        engine.Run([prepared]);
        var embedding = prepared.Embeddings.Single().Values.ToArray();

        var ids = PackInspector.Open(_folder.Path).Tokenize(prompt).Ids.Select(id => (long)id).ToList();
        var padding = Enumerable.Repeat((long)padId, SiglipFolder.Length - ids.Count);
        long[] row = direction == "Right" ? [.. ids, .. padding] : [.. padding, .. ids];
        using var session = new InferenceSession(Path.Combine(_folder.Path, "text_model.onnx"));
        using var outputs = session.Run([NamedOnnxValue.CreateFromTensor("input_ids", new DenseTensor<long>(row, [1, SiglipFolder.Length]))]);
        var text = outputs[0].AsTensor<float>().ToArray();
        return embedding.Zip(text, (x, y) => (double)x * y).Sum() / Math.Sqrt(text.Sum(y => (double)y * y));
    }
}
