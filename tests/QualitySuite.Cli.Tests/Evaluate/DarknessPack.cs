using System.Text.Json.Nodes;
using QualitySuite.Cli.Tests.Models;
using QualitySuite.TestModels;

namespace QualitySuite.Cli.Tests.Evaluate;

/// <summary>A pack whose only part looks at the mean of an image, and calls it by the metric of a test's choice: a true detector of blank images.</summary>
internal static class DarknessPack
{
    /// <param name="folder">Where to write it.</param>
    /// <param name="metric">What it says to give.</param>
    /// <param name="threshold">From which on it triggers; null: none.</param>
    /// <param name="damaged">Whether its file is not the one that the pack names.</param>
    public static void Write(DirectoryInfo folder, string metric, double? threshold, bool damaged = false)
    {
        var model = Path.Combine(folder.FullName, "darkness.onnx");
        using (var file = File.Create(model))
        {
            DarknessModel.Write(file);
        }

        var hash = PackShelf.HashOf(model);
        if (damaged)
        {
            File.AppendAllText(model, "x");
        }

        File.WriteAllText(Path.Combine(folder.FullName, "card.md"), "Made for a test.");
        var rule = new JsonObject { ["metric"] = metric, ["labels"] = new JsonArray("dark") };
        if (threshold is { } least)
        {
            rule["threshold"] = least;
        }

        var part = new JsonObject
        {
            ["name"] = "darkness",
            ["kind"] = "classifier",
            ["description"] = "how dark an image is",
            ["licence"] = "MIT",
            ["card"] = "card.md",
            ["model"] = new JsonObject { ["path"] = "darkness.onnx", ["sha256"] = hash },
            ["input"] = new JsonObject { ["name"] = "pixels", ["layout"] = "nchw", ["width"] = DarknessModel.Side, ["height"] = DarknessModel.Side, ["resize"] = "bilinear" },
            ["output"] = "logits",
            ["activation"] = "sigmoid",
            ["labels"] = new JsonArray("dark"),
            ["metrics"] = new JsonArray(rule),
        };
        var manifest = new JsonObject { ["format"] = 1, ["name"] = "darkness", ["version"] = "1.0.0", ["licence"] = "MIT", ["parts"] = new JsonArray(part) };
        File.WriteAllText(Path.Combine(folder.FullName, "pack.json"), manifest.ToJsonString());
    }
}
