using System.Text.Json.Nodes;
using QualitySuite.Scoring.Tests.Fixtures;

namespace QualitySuite.Scoring.Tests.Heads;

/// <summary>Heads on the embeddings of the small CLIP, against the same sums written out.</summary>
public sealed class HeadTests : IDisposable
{
    private const int Dimension = 16;
    private readonly PackFolder _folder = new();

    public HeadTests() => _folder.AddClip();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Affine_layers_give_their_value_and_a_relu_between_them_counts()
    {
        var first = Ramp(3 * Dimension);
        var second = Ramp(3);
        AddNpy("first.npy", first, 3, Dimension);
        AddNpy("second.npy", second, 1, 3);
        AddHead("taste", "aesthetic", "value", ["taste"], ["taste"], ("first.npy", "relu"), ("second.npy", "none"));

        var (embedding, scores) = Score();

        var hidden = Enumerable.Range(0, 3).Select(i => Math.Max(0, Dot(first.AsSpan(i * Dimension, Dimension), embedding))).ToArray();
        Assert.Equal(hidden.Select((h, i) => h * second[i]).Sum(), scores["aesthetic"], 1e-5);
    }

    [Fact]
    public void A_softmax_head_adds_the_probabilities_of_a_metrics_labels()
    {
        var rows = Ramp(3 * Dimension);
        AddNpy("rows.npy", rows, 3, Dimension);
        AddHead("violence", "unsafe_violence", "softmax", ["calm", "fight", "war"], ["fight", "war"], ("rows.npy", "none"));

        var (embedding, scores) = Score();

        var powers = Enumerable.Range(0, 3).Select(i => Math.Exp(Dot(rows.AsSpan(i * Dimension, Dimension), embedding))).ToArray();
        Assert.Equal((powers[1] + powers[2]) / powers.Sum(), scores["unsafe_violence"], 1e-5);
    }

    [Fact]
    public void Texts_as_labels_give_the_softmax_of_scaled_cosines()
    {
        var head = AddHead("style", "unsafe_violence", "softmax", null, ["a"]);
        head["prompts"] = new JsonObject { ["a"] = new JsonArray("a cat", "two cats"), ["b"] = new JsonArray("a blue cup") };
        head["scale"] = 20;

        var (_, scores) = Score();

        // Each label for itself, by an engine whose prompt is that text.
        var a = MeanCosine("a cat", "two cats");
        var b = MeanCosine("a blue cup");
        Assert.Equal(1 / (1 + Math.Exp(20 * (b - a))), scores["unsafe_violence"], 1e-3);
    }

    [Theory]
    [InlineData(" ", "The field 'prompts' has a label without texts, or a blank text.")]
    [InlineData("a very very very very long text", "The encoder reads 6 tokens, the text 'a very very very very long text' has ")]
    public void A_text_that_says_nothing_or_is_not_read_to_its_end_refuses_the_head(string text, string expected)
    {
        _folder.Parts[0]!["text"]!["tokenizer"]!["length"] = 6;
        var head = AddHead("style", "unsafe_violence", "softmax", null, ["a"]);
        head["prompts"] = new JsonObject { ["a"] = new JsonArray("a cat", text), ["b"] = new JsonArray("a dog") };
        using var engine = _folder.Open();

        Assert.StartsWith(expected, engine.Parts.Single(p => p.Name == "style").Problem, StringComparison.Ordinal);
        Assert.Contains(engine.Scorers, s => s.Metric == "clip_score");
    }

    [Fact]
    public void Another_text_or_scale_is_another_scorer()
    {
        var head = AddHead("style", "unsafe_violence", "softmax", null, ["a"]);
        head["prompts"] = new JsonObject { ["a"] = new JsonArray("a cat"), ["b"] = new JsonArray("a dog") };
        var before = Identity();
        head["description"] = "told differently";
        Assert.Equal(before, Identity());
        head["scale"] = 50;
        var scaled = Identity();
        head["prompts"] = new JsonObject { ["a"] = new JsonArray("a cat", "a dog"), ["b"] = new JsonArray("a bird") };
        Assert.Equal(3, new[] { before, scaled, Identity() }.Distinct().Count());
    }

    [Theory]
    [InlineData("""{"encoder":"other"}""", "The encoder 'other' that it sits on is not in use here.")]
    [InlineData("""{"labels":["a","b"]}""", "The last layer has 1 outputs, the manifest names 2 labels.")]
    [InlineData("""{"layers":[]}""", "The field 'layers' is empty.")]
    [InlineData("""{"prompts":{"taste":["x"]}}""", "The field 'layers' goes without 'prompts': a head has one of the two.")]
    [InlineData("""{"canary":{"seed":1,"outputs":[100],"tolerance":0.001}}""", "On the canary the output 'taste' is ")]
    public void A_head_that_does_not_fit_is_refused_and_its_encoder_goes_on(string change, string expected)
    {
        AddNpy("row.npy", Ramp(Dimension), 1, Dimension);
        var head = AddHead("taste", "aesthetic", "value", ["taste"], ["taste"], ("row.npy", "none"));
        foreach (var (field, value) in JsonNode.Parse(change)!.AsObject())
        {
            head[field] = value?.DeepClone();
        }

        if (head["labels"]!.AsArray().Count == 2)
        {
            head["metrics"]![0]!["labels"] = new JsonArray("a");
            head["canary"]!["outputs"] = new JsonArray(0, 0);
        }

        using var engine = _folder.Open();

        Assert.StartsWith(expected, engine.Parts.Single(p => p.Name == "taste").Problem, StringComparison.Ordinal);
        Assert.Contains(engine.Scorers, s => s.Metric == "clip_score");
        Assert.Contains(engine.AbsentMetrics, a => a.Metric == "aesthetic");
    }

    [Fact]
    public void Weights_of_another_width_are_refused()
    {
        AddNpy("row.npy", Ramp(24), 1, 24);
        AddHead("taste", "aesthetic", "value", ["taste"], ["taste"], ("row.npy", "none"));
        using var engine = _folder.Open();

        Assert.Equal("'row.npy' has the shape [1, 24]; it must be [outputs, 16].", engine.Parts.Single(p => p.Name == "taste").Problem);
    }

    [Fact]
    public void A_file_of_weights_that_would_run_code_is_refused_by_name()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Fixtures", "torch", "os-system.pth"), Path.Combine(_folder.Path, "bad.pth"));
        var head = AddHead("taste", "aesthetic", "value", ["taste"], ["taste"]);
        head["layers"] = new JsonArray(new JsonObject { ["file"] = _folder.Describe("bad.pth"), ["weight"] = "weight" });
        using var engine = _folder.Open();

        Assert.Equal(
            "The weights 'bad.pth' cannot be read: The pickle names 'posix.system', which is no part of a dictionary of tensors: it is refused.",
            engine.Parts.Single(p => p.Name == "taste").Problem);
        Assert.Contains(engine.Scorers, s => s.Metric == "clip_score");
    }

    private static float[] Ramp(int count) => [.. Enumerable.Range(0, count).Select(i => MathF.Sin(i * 1.7f))];

    private static double Dot(ReadOnlySpan<float> a, float[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += (double)a[i] * b[i];
        }

        return sum;
    }

    private void AddNpy(string name, float[] values, int rows, int columns)
    {
        var header = System.Text.Encoding.ASCII.GetBytes($"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {columns}), }}\n");
        File.WriteAllBytes(
            Path.Combine(_folder.Path, name),
            [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header, .. values.SelectMany(BitConverter.GetBytes)]);
    }

    private JsonObject AddHead(
        string name, string metric, string output, string[]? labels, string[] metricLabels, params (string File, string Activation)[] layers)
    {
        var head = new JsonObject
        {
            ["name"] = name,
            ["kind"] = "head",
            ["description"] = name,
            ["licence"] = "MIT",
            ["card"] = "card.md",
            ["encoder"] = "clip",
            ["output"] = output,
            ["metrics"] = new JsonArray(new JsonObject
            {
                ["metric"] = metric,
                ["labels"] = new JsonArray([.. metricLabels.Select(l => JsonValue.Create(l))]),
            }),
            ["canary"] = new JsonObject { ["seed"] = 1, ["outputs"] = new JsonArray([.. (labels ?? ["a", "b"]).Select(_ => JsonValue.Create(0))]), ["tolerance"] = 1000 },
        };
        if (labels is not null)
        {
            head["labels"] = new JsonArray([.. labels.Select(l => JsonValue.Create(l))]);
            head["layers"] = new JsonArray([.. layers.Select(l => new JsonObject { ["file"] = _folder.Describe(l.File), ["activation"] = l.Activation })]);
        }

        _folder.Parts.Add(head);
        return head;
    }

    private (float[] Embedding, Dictionary<string, double> Scores) Score(string? prompt = null)
    {
        using var engine = _folder.Open();
        Assert.All(engine.Parts, p => Assert.Null(p.Problem));
        using var image = Pictures.Blocks(4, 6, 70, 50);
        using var prepared = engine.Prepare(image, prompt);
        engine.Run([prepared]);
        return (prepared.Embeddings.Single().Values.ToArray(), prepared.Scores.ToDictionary(s => s.Metric, s => s.Value));
    }

    /// <summary>Cosine of the image and the mean direction of some texts.</summary>
    private double MeanCosine(params string[] texts)
    {
        var vectors = texts.Select(TextDirection).ToArray();
        var mean = Enumerable.Range(0, Dimension).Select(i => vectors.Average(v => v[i])).ToArray();
        var length = Math.Sqrt(mean.Sum(x => x * x));
        var (embedding, _) = Score();
        return embedding.Select((x, i) => x * mean[i] / length).Sum();
    }

    private double[] TextDirection(string text)
    {
        using var session = new Microsoft.ML.OnnxRuntime.InferenceSession(Path.Combine(_folder.Path, "text_model.onnx"));
        using var vocabulary = File.OpenRead(Path.Combine(_folder.Path, "vocab.json"));
        using var merges = File.OpenRead(Path.Combine(_folder.Path, "merges.txt"));
        var ids = QualitySuite.Scoring.Text.ClipTokenizer.Load(vocabulary, merges).Encode(text).Ids.Select(i => (long)i).ToArray();
        using var outputs = session.Run([Microsoft.ML.OnnxRuntime.NamedOnnxValue.CreateFromTensor(
            "input_ids", new Microsoft.ML.OnnxRuntime.Tensors.DenseTensor<long>(ids, [1, ids.Length]))]);
        double[] values = [.. outputs[0].AsTensor<float>().Select(x => (double)x)];
        var length = Math.Sqrt(values.Sum(x => x * x));
        return [.. values.Select(x => x / length)];
    }

    private string Identity()
    {
        using var engine = _folder.Open();
        return engine.Scorers.Single(s => s.Metric == "unsafe_violence").Identity;
    }
}
