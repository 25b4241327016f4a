using System.Security.Cryptography;
using System.Text.Json.Nodes;
using QualitySuite.TestModels;

namespace QualitySuite.Scoring.Tests.Fixtures;

/// <summary>Adds a small CLIP with random weights and the starter pack's vocabulary to a pack, or lies in a folder as other tools export one.</summary>
internal static class ClipFolder
{
    public static ClipShape Shape { get; } = ClipShape.Small(vocabulary: 6514);

    /// <summary>Writes the models and the vocabulary under <paramref name="folder"/>.</summary>
    public static void Write(string folder, int seed = 1)
    {
        using (var vision = File.Create(Path.Combine(folder, "vision_model.onnx")))
        {
            ClipModel.WriteVision(vision, Shape, seed);
        }

        using (var text = File.Create(Path.Combine(folder, "text_model.onnx")))
        {
            ClipModel.WriteText(text, Shape, seed + 1);
        }

        File.Copy(Path.Combine(PackFolder.Starter, "clip", "vocab.json"), Path.Combine(folder, "vocab.json"), overwrite: true);
        File.Copy(Path.Combine(PackFolder.Starter, "clip", "merges.txt"), Path.Combine(folder, "merges.txt"), overwrite: true);
    }

    /// <summary>Adds the part <c>clip</c> and returns its manifest entry.</summary>
    public static JsonObject AddClip(this PackFolder pack, string name = "clip")
    {
        Write(pack.Path);
        File.WriteAllText(Path.Combine(pack.Path, "card.md"), "Made for a test.");
        var part = new JsonObject
        {
            ["name"] = name,
            ["kind"] = "dual_encoder",
            ["description"] = "a small CLIP",
            ["licence"] = "MIT",
            ["card"] = "card.md",
            ["image"] = new JsonObject
            {
                ["model"] = pack.Describe("vision_model.onnx"),
                ["input"] = new JsonObject
                {
                    ["name"] = "pixel_values",
                    ["layout"] = "nchw",
                    ["width"] = Shape.Side,
                    ["height"] = Shape.Side,
                    ["resize"] = "bicubic_center_crop",
                    ["mean"] = new JsonArray(0.48145466f, 0.4578275f, 0.40821073f),
                    ["std"] = new JsonArray(0.26862954f, 0.26130258f, 0.27577711f),
                },
                ["output"] = "image_embeds",
            },
            ["text"] = new JsonObject
            {
                ["model"] = pack.Describe("text_model.onnx"),
                ["input"] = "input_ids",
                ["output"] = "text_embeds",
                ["tokenizer"] = new JsonObject
                {
                    ["kind"] = "clip_bpe",
                    ["vocabulary"] = pack.Describe("vocab.json"),
                    ["merges"] = pack.Describe("merges.txt"),
                    ["length"] = 77,
                },
            },
            ["dimension"] = Shape.Dimension,
            ["metric"] = "clip_score",
        };
        pack.Parts.Add(part);
        return part;
    }

    /// <summary>Path and hash of a file in the pack, as a manifest has them.</summary>
    public static JsonObject Describe(this PackFolder pack, string file) => new()
    {
        ["path"] = file,
        ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(pack.Path, file)))),
    };
}
