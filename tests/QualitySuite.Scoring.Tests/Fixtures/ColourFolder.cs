using System.Text.Json;
using System.Text.Json.Nodes;
using QualitySuite.TestModels;

namespace QualitySuite.Scoring.Tests.Fixtures;

/// <summary>Adds the dual encoder of <see cref="ColourModel"/>, which knows red, green and blue and fails on orange, with the starter pack's vocabulary.</summary>
internal static class ColourFolder
{
    private const int Side = 8;

    /// <summary>What every text has in each column, by its end token.</summary>
    public const float Floor = 0.5f;

    /// <summary>Adds the part and returns its manifest entry. Words are judged by scale 4 and threshold 0.2 in the class <c>colour</c>.</summary>
    public static JsonObject AddColours(this PackFolder pack, string name = "colours", int length = 77)
    {
        var part = pack.AddClip(name);
        var ids = JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllText(Path.Combine(pack.Path, "vocab.json")))!;
        using (var vision = File.Create(Path.Combine(pack.Path, "colours_vision.onnx")))
        {
            ColourModel.WriteVision(vision, Side);
        }

        using (var text = File.Create(Path.Combine(pack.Path, "colours_text.onnx")))
        {
            ColourModel.WriteText(text, ids.Count, new Dictionary<int, float[]>
            {
                [ids["red</w>"]] = [1, 0, 0],
                [ids["green</w>"]] = [0, 1, 0],
                [ids["blue</w>"]] = [0, 0, 1],
                [ids["orange</w>"]] = [float.PositiveInfinity, 0, 0],
                [ids["<|endoftext|>"]] = [Floor, Floor, Floor],
            });
        }

        part["image"]!["model"] = pack.Describe("colours_vision.onnx");
        part["image"]!["input"] = new JsonObject { ["name"] = "pixel_values", ["layout"] = "nchw", ["width"] = Side, ["height"] = Side, ["resize"] = "bicubic" };
        part["text"]!["model"] = pack.Describe("colours_text.onnx");
        part["text"]!["tokenizer"]!["length"] = length;
        part["dimension"] = ColourModel.Dimension;
        part["words"] = JsonNode.Parse("""{"scale":4,"threshold":0.2,"alternatives":8,"classes":{"colour":[["red"],["green"],["blue"]]}}""");
        return part;
    }
}
