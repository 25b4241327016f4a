using System.CommandLine;
using System.Reflection;
using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Cli.Models;

/// <summary>The packs that can be pulled: those of <c>models/catalogue</c>, which are built into the tool, or those of a folder like it.</summary>
internal sealed class PackCatalogue
{
    private const string Prefix = "catalogue/";

    private PackCatalogue(IEnumerable<CataloguePack> packs) => Packs = [.. packs.OrderBy(p => p.Name, StringComparer.Ordinal)];

    /// <summary>By name.</summary>
    public IReadOnlyList<CataloguePack> Packs { get; }

    public static Option<string?> CreateOption() => new("--catalogue")
    {
        Description = "A folder of pack descriptions to use instead of the tool's own: <pack>/pack.json, sources.json and model card.",
    };

    /// <param name="folder">Null: the tool's own.</param>
    /// <exception cref="ToolException">The folder is not there, or a description in it is wrong.</exception>
    /// <exception cref="ModelPackException">A description's manifest cannot be read.</exception>
    public static PackCatalogue Open(string? folder)
    {
        if (folder is null)
        {
            var names = Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(r => r.StartsWith(Prefix, StringComparison.Ordinal)).Select(r => r.Split('/')[1]);
            return new PackCatalogue(names.Distinct().Select(name => new CataloguePack(name, file => ReadResource($"{Prefix}{name}/{file}"))));
        }

        return Directory.Exists(folder)
            ? new PackCatalogue(Directory.EnumerateDirectories(folder).Select(d => new CataloguePack(Path.GetFileName(d), file => File.ReadAllBytes(Path.Combine(d, file)))))
            : throw new ToolException($"--catalogue {folder}: there is no such folder.");
    }

    /// <exception cref="ToolException">There is none of this name.</exception>
    public CataloguePack Find(string name) => Packs.FirstOrDefault(p => p.Name == name)
        ?? throw new ToolException($"There is no pack '{name}' to pull; there are {string.Join(", ", Packs.Select(p => p.Name))}. A pack of your own is taken in by 'quality models add <folder>'.");

    private static byte[] ReadResource(string name)
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new FileNotFoundException($"The tool has no {name}.");
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return content;
    }
}
