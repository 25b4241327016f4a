using System.Text.Json;
using QualitySuite.Scoring.Tests.Fixtures;

namespace QualitySuite.Scoring.Tests;

/// <summary>The models that we trained, against PyTorch with Pillow's pixels (<c>models/training/canary.py</c>, probe), from a file of pixels to a number.</summary>
public sealed class TrainedModelsTests(StarterEngine starter) : IClassFixture<StarterEngine>
{
    private const double Tolerance = 1e-4;

    [Fact]
    public void Starter_clip_embeds_images_as_pytorch_does()
    {
        foreach (var probe in Probes("starter-clip.json", "images"))
        {
            using var prepared = Run(probe);

            Near(Numbers(probe, "embedding"), Assert.Single(prepared.Embeddings).Values.ToArray().Select(v => (double)v));
        }
    }

    [Fact]
    public void Starter_clip_embeds_texts_as_pytorch_does()
    {
        var probes = Probes("starter-clip.json", "texts");
        var scorer = starter.Engine.Scorers.Single(s => s.Metric == "clip_score");

        var embeddings = starter.Engine.EmbedPrompts(scorer, [.. probes.Select(probe => probe.GetProperty("text").GetString()!)]);

        foreach (var (probe, embedding) in probes.Zip(embeddings))
        {
            Near(Numbers(probe, "embedding"), embedding.Values.ToArray().Select(v => (double)v));
        }
    }

    [Fact]
    public void The_artifact_classifier_answers_as_pytorch_does()
    {
        string[] metrics = ["blur", "noise", "oversaturation", "banding", "checkerboard", "seam", "jpeg_blocks", "blank", "watermark_text", "grey", "any"];
        foreach (var probe in Probes("artifacts.json", "images"))
        {
            using var prepared = Run(probe);

            Near(Numbers(probe, "outputs"), metrics.Select(metric => prepared.Scores.Single(s => s.Metric == $"artifact_{metric}").Value));
        }
    }

    private static JsonElement[] Probes(string file, string kind) =>
        [.. JsonElement.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "trained", file))).GetProperty(kind).EnumerateArray()];

    private static IEnumerable<double> Numbers(JsonElement probe, string name) => probe.GetProperty(name).EnumerateArray().Select(v => v.GetDouble());

    private static void Near(IEnumerable<double> expected, IEnumerable<double> actual) =>
        Assert.All(expected.Zip(actual, (e, a) => Math.Abs(e - a)), difference => Assert.InRange(difference, 0, Tolerance));

    private PreparedImage Run(JsonElement probe)
    {
        int Of(string name) => probe.GetProperty(name).GetInt32();
        using var image = Pictures.Blocks((uint)Of("seed"), Of("block"), Of("width"), Of("height"));
        var prepared = starter.Engine.Prepare(image);
        starter.Engine.Run([prepared]);
        return prepared;
    }
}
