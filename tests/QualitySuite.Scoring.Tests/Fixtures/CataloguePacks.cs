using System.Security.Cryptography;
using System.Text.Json.Nodes;
using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Scoring.Tests.Fixtures;

/// <summary>Packs of the repository's catalogue, with made files in the place of those that are to be downloaded.</summary>
internal static class CataloguePacks
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "models", "catalogue");

    public static IReadOnlyList<string> Names { get; } = [.. Directory.EnumerateDirectories(Folder).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];

    public static JsonObject Read(string name, string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name, file)))!.AsObject();

    /// <summary>Copies description and card to <paramref name="target"/>, where the files lie already, and fills in their hashes.</summary>
    public static void Describe(string name, string target)
    {
        var manifest = Read(name, ModelPack.ManifestName);
        foreach (var file in FilesOf(manifest))
        {
            file["sha256"] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(target, (string)file["path"]!))));
        }

        File.WriteAllText(Path.Combine(target, ModelPack.ManifestName), manifest.ToJsonString());
        File.Copy(Path.Combine(Folder, name, "card.md"), Path.Combine(target, "card.md"));
    }

    /// <summary>Every object of the manifest that names a file.</summary>
    public static IEnumerable<JsonObject> FilesOf(JsonNode? node) => node switch
    {
        JsonObject file when file["sha256"] is not null => [file],
        JsonObject fields => fields.SelectMany(f => FilesOf(f.Value)),
        JsonArray items => items.SelectMany(FilesOf),
        _ => [],
    };
}
