using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace QualitySuite.Scoring.ModelPacks;

/// <summary>A folder with a <c>pack.json</c> and the files that it names. models/README.md describes the format.</summary>
public sealed class ModelPack
{
    public const string ManifestName = "pack.json";

    private const int SupportedFormat = 1;

    private ModelPack(string folder, PackManifest manifest, IReadOnlyList<PackPart> parts)
    {
        Folder = folder;
        Name = manifest.Name;
        Version = manifest.Version;
        Licence = manifest.Licence;
        Parts = parts;
    }

    /// <summary>Absolute path.</summary>
    public string Folder { get; }

    public string Name { get; }

    public string Version { get; }

    /// <summary>SPDX expression that covers all parts.</summary>
    public string Licence { get; }

    /// <summary>All parts, in the manifest's order, with those that cannot be used.</summary>
    public IReadOnlyList<PackPart> Parts { get; }

    /// <summary>Reads the manifest. Model files are not touched yet.</summary>
    /// <exception cref="ModelPackException">The folder or its manifest is missing, or the top level of the manifest cannot be read.</exception>
    public static ModelPack Open(string folder)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var path = Path.Combine(root, ManifestName);
        if (!File.Exists(path))
        {
            if (ClipExport.IsIn(root))
            {
                var export = ClipExport.Read(root);
                return new ModelPack(root, export, ReadParts(export.Parts));
            }

            throw new ModelPackException($"{path} does not exist; the pack path must be a folder that holds a {ManifestName}.");
        }

        try
        {
            using var json = File.OpenRead(path);
            return Read(json, root);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelPackException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Reads a manifest from elsewhere as that of a folder, which need not exist.</summary>
    /// <exception cref="ModelPackException">Its top level cannot be read.</exception>
    public static ModelPack Read(Stream json, string folder)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var path = Path.Combine(root, ManifestName);
        var manifest = PackJson.ReadPack(json, path);
        if (manifest.Format != SupportedFormat)
        {
            throw new ModelPackException($"{path}: the field 'format' is {manifest.Format}; this version reads {SupportedFormat}.");
        }

        return new ModelPack(root, manifest, ReadParts(manifest.Parts));
    }

    /// <summary>
    /// The manifest as JSON under another name, for a copy of the pack. That of an export without one is written as it was read, with the
    /// hashes that its files have.
    /// </summary>
    public JsonObject DescribeAs(string name)
    {
        var path = Path.Combine(Folder, ManifestName);
        var manifest = (File.Exists(path) ? JsonNode.Parse(File.ReadAllBytes(path))! : PackJson.ToNode(ClipExport.Read(Folder))).AsObject();
        manifest["name"] = name;
        return manifest;
    }

    /// <exception cref="ModelPackException">The part's model card is not in the pack.</exception>
    internal void RequireCard(PartManifest manifest)
    {
        if (!File.Exists(Path.Combine(Folder, manifest.Card)))
        {
            throw new ModelPackException($"The model card '{manifest.Card}' is missing.");
        }
    }

    /// <summary>The bytes of a file of the pack, which are those that its hash names.</summary>
    /// <exception cref="ModelPackException">The path leaves the pack, or the file is missing, unreadable or another one.</exception>
    internal byte[] ReadVerified(PackFile file)
    {
        var path = Path.GetFullPath(Path.Combine(Folder, file.Path));
        if (!path.StartsWith(Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new ModelPackException($"The file '{file.Path}' lies outside the pack's folder.");
        }

        byte[] content;
        try
        {
            content = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelPackException($"The file '{file.Path}' cannot be read: {exception.Message}", exception);
        }

        var actual = Convert.ToHexStringLower(SHA256.HashData(content));
        return string.Equals(actual, file.Sha256, StringComparison.Ordinal)
            ? content
            : throw new ModelPackException($"The file '{file.Path}' has the SHA-256 {actual}, the manifest says {file.Sha256}.");
    }

    private static List<PackPart> ReadParts(IReadOnlyList<JsonElement> elements)
    {
        var parts = new List<PackPart>(elements.Count);
        var metricOwners = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < elements.Count; i++)
        {
            var name = PackJson.ReadText(elements[i], "name") ?? $"parts[{i}]";
            var kind = PackJson.ReadText(elements[i], "kind") ?? "";
            PartManifest? manifest = null;
            string? problem = null;
            try
            {
                manifest = PackJson.ReadPart(elements[i]);
                PartValidation.Check(manifest);
                RefuseRepetition(parts, metricOwners, manifest);
            }
            catch (ModelPackException exception)
            {
                problem = exception.Message;
            }

            parts.Add(new PackPart(name, kind, manifest, problem));
        }

        return parts;
    }

    private static void RefuseRepetition(List<PackPart> earlier, Dictionary<string, string> metricOwners, PartManifest manifest)
    {
        if (earlier.Any(p => p.Name == manifest.Name))
        {
            throw new ModelPackException($"Another part of the pack is called '{manifest.Name}' too.");
        }

        var own = new HashSet<string>(StringComparer.Ordinal);
        foreach (var metric in manifest.MetricIds)
        {
            if (metricOwners.TryGetValue(metric, out var owner) || !own.Add(metric))
            {
                throw new ModelPackException($"The metric '{metric}' is already given by the part '{owner ?? manifest.Name}'.");
            }
        }

        foreach (var metric in own)
        {
            metricOwners.Add(metric, manifest.Name);
        }
    }
}
