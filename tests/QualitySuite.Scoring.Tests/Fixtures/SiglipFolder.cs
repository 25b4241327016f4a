using System.Text.Json.Nodes;
using QualitySuite.TestModels;

namespace QualitySuite.Scoring.Tests.Fixtures;

/// <summary>Adds a small SigLIP with random weights and a Gemma-shaped tokenizer.json to a pack.</summary>
internal static class SiglipFolder
{
    public const int Length = 64;

    /// <summary>Adds the part <c>siglip</c> and returns its manifest entry.</summary>
    public static JsonObject AddSiglip(this PackFolder pack, string tokenizer = "gemma")
    {
        var part = pack.AddClip("siglip");
        using (var text = File.Create(Path.Combine(pack.Path, "text_model.onnx")))
        {
            ClipModel.WriteSiglipText(text, ClipShape.Small(vocabulary: 3001) with { TextLength = Length }, seed: 7);
        }

        part["text"]!["model"] = pack.Describe("text_model.onnx");
        pack.SetTokenizer(part, TokenizerFiles.Variant(tokenizer));
        return part;
    }

    /// <summary>Writes a tokenizer.json that the part's manifest entry then names.</summary>
    public static void SetTokenizer(this PackFolder pack, JsonObject part, JsonObject file)
    {
        File.WriteAllText(Path.Combine(pack.Path, "tokenizer.json"), file.ToJsonString());
        part["text"]!["tokenizer"] = new JsonObject { ["kind"] = "tokenizer_json", ["file"] = pack.Describe("tokenizer.json"), ["length"] = Length };
    }
}
