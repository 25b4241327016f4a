using System.Text.Json;
using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Cli.Models;

/// <summary>A pack that can be pulled: its <c>pack.json</c> as it will be installed, its model cards, and where its files are (<c>sources.json</c>).</summary>
internal sealed class CataloguePack
{
    /// <summary>Stands in a manifest for a SHA-256 that is not published: it is filled in by the first pull.</summary>
    public const string PinnedOnFirstPull = "first-pull";

    private static readonly JsonSerializerOptions SourceOptions = new(JsonSerializerOptions.Strict) { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
    private readonly Func<string, byte[]> _read;

    /// <param name="name">Of the pack and of its folder.</param>
    /// <param name="read">Gives a file of its folder in the catalogue.</param>
    /// <exception cref="ToolException">The pack's name is another one, or its <c>sources.json</c> cannot be read.</exception>
    /// <exception cref="ModelPackException">Its manifest cannot be read.</exception>
    public CataloguePack(string name, Func<string, byte[]> read)
    {
        _read = read;
        Name = name;
        Manifest = read(ModelPack.ManifestName);
        using var manifest = new MemoryStream(Manifest, writable: false);
        Pack = ModelPack.Read(manifest, name);
        if (Pack.Name != name)
        {
            throw new ToolException($"The catalogue's folder '{name}' holds a pack called '{Pack.Name}'; both must be the same.");
        }

        try
        {
            Source = JsonSerializer.Deserialize<PackSource>(read("sources.json"), SourceOptions)!;
        }
        catch (JsonException exception)
        {
            throw new ToolException($"The sources.json of '{name}' cannot be read: {exception.Message}");
        }
    }

    public string Name { get; }

    /// <summary>Its <c>pack.json</c>.</summary>
    public byte[] Manifest { get; }

    /// <summary>The same, read; parts with files that are still to be pinned say so as their problem.</summary>
    public ModelPack Pack { get; }

    public PackSource Source { get; }

    /// <summary>Files to fetch: path and SHA-256, or <see cref="PinnedOnFirstPull"/>.</summary>
    public IReadOnlyList<(string Path, string Sha256)> Files => [.. Pack.Parts.SelectMany(p => p.Files).DistinctBy(f => f.Key).Select(f => (f.Key, f.Value))];

    /// <summary>Files that come with the catalogue: model cards.</summary>
    public IReadOnlyList<string> Cards => [.. Pack.Parts.Select(p => p.Card).Distinct()];

    /// <summary>Names of the packs whose encoders its heads sit on.</summary>
    public IReadOnlyList<string> EncoderPacks =>
        [.. Pack.Parts.Select(p => p.Encoder).OfType<string>().Where(e => e.Contains('/', StringComparison.Ordinal)).Select(e => e.Split('/')[0]).Distinct()];

    public byte[] ReadCard(string path) => _read(path);
}
