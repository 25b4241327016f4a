using System.Text.Json;
using System.Text.Json.Nodes;

namespace QualitySuite.Scoring.Tests.Fixtures;

/// <summary>The small tokenizers of Fixtures/tokenizers, and what its variants.json makes of them.</summary>
internal static class TokenizerFiles
{
    private static readonly JsonObject Variants = JsonNode.Parse(Read("variants.json"))!.AsObject();

    public static string Read(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "tokenizers", name));

    /// <summary>The texts of odd-texts.jsonl.</summary>
    public static IEnumerable<string> OddTexts() => File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", "odd-texts.jsonl"))
        .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("text").GetString()!);

    /// <summary>A tokenizer.json that a test may change.</summary>
    public static JsonObject Variant(string name)
    {
        var variant = Variants[name]!;
        var file = JsonNode.Parse(Read($"{variant["base"]}.json"))!.AsObject();
        if (variant["patch"] is { } patch)
        {
            Patch(file, patch.AsObject());
        }

        return file;
    }

    // A JSON merge patch, RFC 7386.
    private static void Patch(JsonObject target, JsonObject patch)
    {
        foreach (var (name, change) in patch)
        {
            if (change is JsonObject changes)
            {
                var inner = target[name] as JsonObject ?? [];
                target.Remove(name);
                target[name] = inner;
                Patch(inner, changes);
            }
            else if (change is null)
            {
                target.Remove(name);
            }
            else
            {
                target[name] = change.DeepClone();
            }
        }
    }
}
