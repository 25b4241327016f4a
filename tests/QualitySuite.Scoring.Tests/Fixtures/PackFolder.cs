using System.Security.Cryptography;
using System.Text.Json.Nodes;
using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Scoring.Tests.Fixtures;

/// <summary>A model pack in a throw-away folder. Tests change its manifest or files before they open it.</summary>
internal sealed class PackFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("qualitysuite-pack-");

    public string Path => _folder.FullName;

    public JsonObject Manifest { get; } = new()
    {
        ["format"] = 1,
        ["name"] = "test",
        ["version"] = "1.2.3",
        ["licence"] = "MIT",
        ["parts"] = new JsonArray(),
    };

    public JsonArray Parts => Manifest["parts"]!.AsArray();

    /// <summary>The starter pack of the repository.</summary>
    public static string Starter { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "models", "starter");

    /// <summary>Adds a classifier over three colour labels and returns its manifest entry.</summary>
    public JsonObject AddMeanColour(string name, OnnxModel model, string layout, params (string Metric, string[] Labels)[] metrics)
    {
        var bytes = model.ToArray();
        File.WriteAllBytes(System.IO.Path.Combine(Path, $"{name}.onnx"), bytes);
        File.WriteAllText(System.IO.Path.Combine(Path, "card.md"), "Made for a test.");
        var part = new JsonObject
        {
            ["name"] = name,
            ["kind"] = "classifier",
            ["description"] = "mean colour",
            ["licence"] = "MIT",
            ["card"] = "card.md",
            ["model"] = new JsonObject { ["path"] = $"{name}.onnx", ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(bytes)) },
            ["input"] = new JsonObject
            {
                ["name"] = model.InputName,
                ["layout"] = layout,
                ["width"] = model.Width,
                ["height"] = model.Side,
                ["resize"] = "bilinear_align_corners",
            },
            ["output"] = model.OutputName,
            ["labels"] = new JsonArray("red", "green", "blue"),
            ["metrics"] = new JsonArray([.. metrics.Select(m => new JsonObject
            {
                ["metric"] = m.Metric,
                ["labels"] = new JsonArray([.. m.Labels.Select(l => JsonValue.Create(l))]),
                ["threshold"] = 0.5,
            })]),
            ["canary"] = Canary(model.Side),
        };
        Parts.Add(part);
        return part;
    }

    /// <summary>A classifier that works: mean colour, giving <c>unsafe_porn</c> (red) and <c>unsafe_any</c> (red + blue).</summary>
    public JsonObject AddWorking(string name = "colour") =>
        AddMeanColour(name, OnnxModel.MeanColour("nchw"), "nchw", ("unsafe_porn", ["red"]), ("unsafe_any", ["blue", "red"]));

    public void Save() => File.WriteAllText(System.IO.Path.Combine(Path, ModelPack.ManifestName), Manifest.ToJsonString());

    public ScoringEngine Open(Action<ScoringEngineOptions>? configure = null)
    {
        Save();
        return Engines.Open(Path, configure);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>The means of the canary image's channels, added up pixel by pixel.</summary>
    private static JsonObject Canary(int side)
    {
        var canary = new CanaryManifest(Seed: 5, Block: 3, side, side, [], 1e-5);
        using var image = CanaryImage.Create(canary);
        var sums = new double[3];
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            sums[i % 3] += image.Pixels[i] / 255.0;
        }

        return new JsonObject
        {
            ["seed"] = canary.Seed,
            ["block"] = canary.Block,
            ["width"] = side,
            ["height"] = side,
            ["outputs"] = new JsonArray([.. sums.Select(s => JsonValue.Create(s / (side * side)))]),
            ["tolerance"] = canary.Tolerance,
        };
    }
}
