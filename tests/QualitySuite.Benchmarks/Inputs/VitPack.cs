using System.Security.Cryptography;
using System.Text.Json.Nodes;
using QualitySuite.TestModels;

namespace QualitySuite.Benchmarks.Inputs;

/// <summary>A model pack with nothing but a CLIP ViT-B/32 of random weights: the size and the work of the real one, no download.</summary>
internal static class VitPack
{
    public const string VisionModel = "vision_model.onnx";
    private const string TextModel = "text_model.onnx";
    private const int Seed = 32;

    public static ClipShape Shape => ClipShape.VitB32;

    /// <summary>Writes the pack (600 MB), or finds that of an earlier run.</summary>
    /// <returns>Its folder.</returns>
    public static string Make()
    {
        var folder = Path.Combine(Folders.Cache, "vit-b32-1");
        var manifest = Path.Combine(folder, "pack.json");
        if (!File.Exists(manifest))
        {
            Console.WriteLine("writing a model of ViT-B/32's shape with random weights");
            Directory.CreateDirectory(folder);
            using (var vision = File.Create(Path.Combine(folder, VisionModel)))
            {
                ClipModel.WriteVision(vision, Shape, Seed);
            }

            using (var text = File.Create(Path.Combine(folder, TextModel)))
            {
                ClipModel.WriteText(text, Shape, Seed + 1);
            }

            File.Copy(Path.Combine(Folders.StarterPack, "clip", "vocab.json"), Path.Combine(folder, "vocab.json"), overwrite: true);
            File.Copy(Path.Combine(Folders.StarterPack, "clip", "merges.txt"), Path.Combine(folder, "merges.txt"), overwrite: true);
            File.WriteAllText(Path.Combine(folder, "card.md"), "Random weights: made for measuring speed, its scores mean nothing.\n");

            // Last: an interrupted run starts again.
            File.WriteAllText(manifest, Manifest(folder).ToJsonString());
        }

        return folder;
    }

    private static JsonObject Manifest(string folder) => new()
    {
        ["format"] = 1,
        ["name"] = "vit-b32-random",
        ["version"] = "1",
        ["licence"] = "MIT",
        ["parts"] = new JsonArray(new JsonObject
        {
            ["name"] = "clip",
            ["kind"] = "dual_encoder",
            ["description"] = "ViT-B/32's shape, random weights",
            ["licence"] = "MIT",
            ["card"] = "card.md",
            ["image"] = new JsonObject { ["model"] = Describe(folder, VisionModel), ["input"] = ImageInput(), ["output"] = "image_embeds" },
            ["text"] = new JsonObject
            {
                ["model"] = Describe(folder, TextModel),
                ["input"] = "input_ids",
                ["output"] = "text_embeds",
                ["tokenizer"] = new JsonObject
                {
                    ["kind"] = "clip_bpe",
                    ["vocabulary"] = Describe(folder, "vocab.json"),
                    ["merges"] = Describe(folder, "merges.txt"),
                    ["length"] = Shape.TextLength,
                },
            },
            ["dimension"] = Shape.Dimension,
            ["metric"] = "clip_score",
        }),
    };

    private static JsonObject ImageInput() => new()
    {
        ["name"] = "pixel_values",
        ["layout"] = "nchw",
        ["width"] = Shape.Side,
        ["height"] = Shape.Side,
        ["resize"] = "bicubic_center_crop",
        ["mean"] = new JsonArray(0.48145466f, 0.4578275f, 0.40821073f),
        ["std"] = new JsonArray(0.26862954f, 0.26130258f, 0.27577711f),
    };

    private static JsonObject Describe(string folder, string file)
    {
        using var content = File.OpenRead(Path.Combine(folder, file));
        return new JsonObject { ["path"] = file, ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(content)) };
    }
}
