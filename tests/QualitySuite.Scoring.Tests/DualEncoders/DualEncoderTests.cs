using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using QualitySuite.Imaging;
using QualitySuite.Scoring.ModelPacks;
using QualitySuite.Scoring.Tests.Fixtures;
using QualitySuite.Scoring.Text;

namespace QualitySuite.Scoring.Tests.DualEncoders;

public sealed class DualEncoderTests : IDisposable
{
    private static readonly string[] Prompts =
    [
        "two red apples left of a blue cup", "a cat", "!", "A CAT!", "a photo of " + string.Concat(Enumerable.Repeat("very ", 200)) + "tall house", "日本 😀",
    ];

    private readonly PackFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_score_is_a_hundred_times_the_cosine_and_never_below_zero()
    {
        _folder.AddClip();
        using var engine = _folder.Open();
        using var oracle = new PlainClip(_folder.Path);

        for (var i = 0; i < Prompts.Length; i++)
        {
            using var image = Pictures.Blocks((uint)i + 1, 5, 40 + (7 * i), 61);
            using var prepared = engine.Prepare(image, Prompts[i]);
            engine.Run([prepared]);

            var cosine = oracle.Cosine(image, Prompts[i]);
            Assert.Equal(100 * Math.Max(0, cosine), prepared.Scores.Single(s => s.Metric == "clip_score").Value, 1e-3);
        }
    }

    [Fact]
    public void A_score_is_the_same_alone_and_in_any_batch()
    {
        _folder.AddClip();
        using var engine = _folder.Open(o => o.MaxBatch = 4);
        var images = Enumerable.Range(0, 11).Select(i => Pictures.Blocks((uint)i, 3, 50, 40)).ToArray();
        double ScoreOf(PreparedImage prepared) => prepared.Scores.Single(s => s.Metric == "clip_score").Value;
        var alone = images.Select((image, i) =>
        {
            using var prepared = engine.Prepare(image, Prompts[i % Prompts.Length]);
            engine.Run([prepared]);
            return ScoreOf(prepared);
        }).ToArray();

        // A second engine: nothing is known of the prompts yet, so that they run in one batch too.
        using var other = _folder.Open(o => o.MaxBatch = 4);
        var batch = images.Select((image, i) => other.Prepare(image, Prompts[i % Prompts.Length])).ToArray();
        other.Run(batch);

        Assert.All(batch.Zip(alone), pair => Assert.Equal(pair.Second, ScoreOf(pair.First), 1e-3));
        foreach (var disposable in batch.Cast<IDisposable>().Concat(images))
        {
            disposable.Dispose();
        }
    }

    [Fact]
    public void A_prompt_that_is_too_long_is_scored_by_its_beginning_and_says_so()
    {
        _folder.AddClip();
        using var engine = _folder.Open();
        using var image = Pictures.Blocks(1, 4, 64, 64);
        using var prepared = engine.Prepare(image, string.Join(' ', Enumerable.Repeat("photo", 100)));
        using var cut = engine.Prepare(image, string.Join(' ', Enumerable.Repeat("photo", 75)));
        engine.Run([prepared, cut]);

        Assert.Equal([new TruncatedPrompt("clip_score", "clip", TokenCount: 102, Length: 77)], prepared.TruncatedPrompts);
        Assert.Empty(cut.TruncatedPrompts);
        Assert.Equal(cut.Scores.Single(s => s.Metric == "clip_score").Value, prepared.Scores.Single(s => s.Metric == "clip_score").Value, 1e-3);
    }

    [Fact]
    public void Embedded_prompts_give_the_score_as_their_cosine_with_the_image()
    {
        _folder.AddClip();
        using var engine = _folder.Open();
        using var image = Pictures.Blocks(1, 4, 64, 64);
        using var prepared = engine.Prepare(image, Prompts[0]);
        engine.Run([prepared]);
        var embeddings = engine.EmbedPrompts(engine.Scorers.Single(s => s.Metric == "clip_score"), Prompts);
        var cosine = embeddings[0].Values.ToArray().Zip(prepared.Embeddings[0].Values.ToArray(), (a, b) => (double)a * b).Sum();

        Assert.Equal(Enumerable.Repeat(engine.Encoders.Single().Identity, Prompts.Length), embeddings.Select(e => e.Encoder));
        Assert.Equal(100 * Math.Max(0, cosine), prepared.Scores.Single(s => s.Metric == "clip_score").Value, 1e-3);
        Assert.Throws<ArgumentException>(() => engine.EmbedPrompts(engine.Scorers.Single(s => s.Metric == "sharpness"), Prompts));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n")]
    public void Without_a_prompt_there_is_an_embedding_and_no_score(string? prompt)
    {
        _folder.AddClip();
        using var engine = _folder.Open();
        using var image = Pictures.Blocks(1, 4, 64, 64);
        using var prepared = engine.Prepare(image, prompt);
        engine.Run([prepared]);

        Assert.DoesNotContain(prepared.Scores, s => s.Metric == "clip_score");
        var embedding = Assert.Single(prepared.Embeddings);
        Assert.Equal(engine.Encoders.Single().Identity, embedding.Encoder);
        Assert.Equal(16, embedding.Values.Length);
        Assert.Equal(1, embedding.Values.ToArray().Sum(x => (double)x * x), 1e-5);
    }

    [Fact]
    public void The_identity_follows_the_vocabulary_and_the_encoders_does_not()
    {
        _folder.AddClip();
        var (score, encoder) = Identities();
        var merges = Path.Combine(_folder.Path, "merges.txt");
        File.AppendAllText(merges, "q q\n");
        _folder.Parts[0]!["text"]!["tokenizer"]!["merges"] = _folder.Describe("merges.txt");
        File.WriteAllText(Path.Combine(_folder.Path, "vocab.json"), File.ReadAllText(Path.Combine(_folder.Path, "vocab.json")).TrimEnd().TrimEnd('}') + ",\"qq\":6514}");
        _folder.Parts[0]!["text"]!["tokenizer"]!["vocabulary"] = _folder.Describe("vocab.json");
        var (otherScore, otherEncoder) = Identities();

        Assert.NotEqual(score, otherScore);
        Assert.Equal(encoder, otherEncoder);
    }

    [Fact]
    public void An_export_without_a_manifest_loads_and_scores_the_same()
    {
        _folder.AddClip();
        using var withManifest = _folder.Open();
        File.Delete(Path.Combine(_folder.Path, "pack.json"));
        var onnx = Directory.CreateDirectory(Path.Combine(_folder.Path, "onnx"));
        File.Move(Path.Combine(_folder.Path, "text_model.onnx"), Path.Combine(onnx.FullName, "text_model.onnx"));
        File.WriteAllText(Path.Combine(_folder.Path, "config.json"), """{"model_type":"clip","projection_dim":16,"text_config":{"max_position_embeddings":77}}""");
        File.WriteAllText(Path.Combine(_folder.Path, "preprocessor_config.json"),
            """{"size":{"shortest_edge":32},"crop_size":{"height":32,"width":32},"do_center_crop":true,"resample":3,"image_mean":[0.48145466,0.4578275,0.40821073],"image_std":[0.26862954,0.26130258,0.27577711]}""");
        using var export = Engines.Open(_folder.Path);

        Assert.Null(Assert.Single(export.Parts).Problem);
        Assert.Equal(withManifest.Scorers.Single(s => s.Metric == "clip_score").Identity, export.Scorers.Single(s => s.Metric == "clip_score").Identity);
    }

    [Fact]
    public void An_export_that_names_no_mean_is_normalised_as_CLIP_is()
    {
        ClipFolder.Write(_folder.Path);
        File.WriteAllText(Path.Combine(_folder.Path, "config.json"), """{"projection_dim":16}""");
        var settings = Path.Combine(_folder.Path, "preprocessor_config.json");
        File.WriteAllText(settings, """{"size":32,"crop_size":32,"image_mean":[0.48145466,0.4578275,0.40821073],"image_std":[0.26862954,0.26130258,0.27577711]}""");
        using var named = Engines.Open(_folder.Path);
        File.WriteAllText(settings, """{"size":32,"crop_size":32}""");
        using var unnamed = Engines.Open(_folder.Path);

        Assert.Equal(named.Encoders.Single().Identity, unnamed.Encoders.Single().Identity);
    }

    [Theory]
    [InlineData(new[] { float.NaN, 1f })]
    [InlineData(new[] { float.PositiveInfinity, 1f })]
    [InlineData(new[] { float.MaxValue, float.MaxValue })]
    [InlineData(new[] { 0f, 0f })]
    public void An_embedding_without_a_direction_is_a_failure_and_no_number(float[] values)
    {
        Assert.Throws<ScoringException>(() => Embedding.Normalise(values));
    }

    [Theory]
    [InlineData("""{"size":224,"crop_size":200}""", "preprocessor_config.json crops to another size than it resizes to, which is not known here.")]
    [InlineData("""{"size":{"longest_edge":224}}""", "preprocessor_config.json gives no 'size' or 'crop_size' that is known here.")]
    [InlineData("""{"size":"big"}""", "config.json or preprocessor_config.json has a field of another type than expected")]
    [InlineData("""{"size":224,"crop_size":224,"resample":1}""", "preprocessor_config.json resizes by the filter 1 ('resample'); known are 2 (bilinear) and 3 (bicubic).")]
    [InlineData("""{"size":224,"crop_size":224,"do_normalize":false}""", "preprocessor_config.json says 'do_normalize': false, which is not known here.")]
    [InlineData("""{"size":224,"crop_size":224,"do_resize":false}""", "preprocessor_config.json says 'do_resize': false, which is not known here.")]
    [InlineData("""{"size":224,"crop_size":224,"rescale_factor":1}""", "preprocessor_config.json scales by 1 ('rescale_factor'); known is 1/255.")]
    [InlineData("""{"size":{"height":224,"width":256},"do_center_crop":false}""", "preprocessor_config.json gives no 'size' or 'crop_size' that is known here.")]
    [InlineData("{", "preprocessor_config.json cannot be read")]
    public void An_export_that_cannot_be_understood_says_which_file_and_why(string preprocessing, string expected)
    {
        ClipFolder.Write(_folder.Path);
        File.WriteAllText(Path.Combine(_folder.Path, "config.json"), """{"projection_dim":16}""");
        File.WriteAllText(Path.Combine(_folder.Path, "preprocessor_config.json"), preprocessing);

        var exception = Assert.Throws<ModelPackException>(() => Engines.Open(_folder.Path));
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    private (string Score, string Encoder) Identities()
    {
        using var engine = _folder.Open();
        return (engine.Scorers.Single(s => s.Metric == "clip_score").Identity, engine.Encoders.Single().Identity);
    }

    /// <summary>The same in the plainest way: one image, one text padded to full length, sessions with default options.</summary>
    private sealed class PlainClip(string folder) : IDisposable
    {
        private readonly InferenceSession _vision = new(Path.Combine(folder, "vision_model.onnx"));
        private readonly InferenceSession _text = new(Path.Combine(folder, "text_model.onnx"));
        private readonly ClipTokenizer _tokenizer = Load(folder);

        public double Cosine(RgbImage image, string prompt)
        {
            var pixels = new float[3 * 32 * 32];
            ModelInput.Fill(image, new ModelInputOptions { Size = 32, Crop = 32 }, pixels);
            var tokens = _tokenizer.Encode(prompt).Ids;
            var ids = Enumerable.Range(0, 77).Select(i => (long)(i < tokens.Count ? tokens[i] : _tokenizer.EndId)).ToArray();
            var a = Run(_vision, NamedOnnxValue.CreateFromTensor("pixel_values", new DenseTensor<float>(pixels, [1, 3, 32, 32])));
            var b = Run(_text, NamedOnnxValue.CreateFromTensor("input_ids", new DenseTensor<long>(ids, [1, 77])));
            return a.Zip(b, (x, y) => (double)x * y).Sum() / Math.Sqrt(a.Sum(x => (double)x * x) * b.Sum(y => (double)y * y));
        }

        public void Dispose()
        {
            _vision.Dispose();
            _text.Dispose();
        }

        private static float[] Run(InferenceSession session, NamedOnnxValue input)
        {
            using var outputs = session.Run([input]);
            return outputs[0].AsTensor<float>().ToArray();
        }

        private static ClipTokenizer Load(string folder)
        {
            using var vocabulary = File.OpenRead(Path.Combine(folder, "vocab.json"));
            using var merges = File.OpenRead(Path.Combine(folder, "merges.txt"));
            return ClipTokenizer.Load(vocabulary, merges);
        }
    }
}
