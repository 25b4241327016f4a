using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Cli.Models;

/// <summary>
/// The folder of installed packs: one subfolder a pack, named as the pack. What is unfinished lies in the subfolder
/// <see cref="UnfinishedFolder"/>, which no worker looks into, and gets its name in one step.
/// </summary>
internal sealed class InstalledPacks(string folder)
{
    public const string EnvironmentVariable = "QUALITY_PACKS";

    private const string UnfinishedFolder = ".unfinished";

    /// <summary>Absolute path; it need not exist.</summary>
    public string Folder { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    /// <summary>The folder that was asked for, that of the environment, or <c>models/installed</c> of the checkout around the current directory.</summary>
    /// <exception cref="ToolException">None is said and there is no checkout.</exception>
    public static InstalledPacks Locate(string? asked) => Find(asked) ?? throw new ToolException(
        $"Where are packs to be? There is no checkout of QualitySuite above {Directory.GetCurrentDirectory()}; say --packs <folder>, or set {EnvironmentVariable}.");

    /// <summary>The same; null: none is said and there is no checkout.</summary>
    public static InstalledPacks? Find(string? asked)
    {
        var said = string.IsNullOrEmpty(asked) ? Environment.GetEnvironmentVariable(EnvironmentVariable) : asked;
        if (!string.IsNullOrEmpty(said))
        {
            return new InstalledPacks(said);
        }

        for (var directory = new DirectoryInfo(Directory.GetCurrentDirectory()); directory is not null; directory = directory.Parent)
        {
            var models = Path.Combine(directory.FullName, "models");
            if (Directory.Exists(Path.Combine(models, "installed")) || Directory.Exists(Path.Combine(models, "catalogue")))
            {
                return new InstalledPacks(Path.Combine(models, "installed"));
            }
        }

        return null;
    }

    public string PathOf(string pack) => Path.Combine(Folder, pack);

    /// <summary>Where a pack is put together.</summary>
    public string UnfinishedPathOf(string pack) => Path.Combine(Folder, UnfinishedFolder, pack);

    public bool Has(string pack) => File.Exists(Path.Combine(PathOf(pack), ModelPack.ManifestName));

    /// <summary>Names of the subfolders that hold packs.</summary>
    public IReadOnlyList<string> Names() => !Directory.Exists(Folder)
        ? []
        : [.. Directory.EnumerateDirectories(Folder).Select(d => Path.GetFileName(d)).Where(n => !n.StartsWith('.')).Order(StringComparer.Ordinal)];

    /// <summary>The names that the packs there have in their manifests; what cannot be read has none.</summary>
    public IReadOnlySet<string> PackNames()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var folder in Names())
        {
            try
            {
                names.Add(ModelPack.Open(PathOf(folder)).Name);
            }
            catch (ModelPackException)
            {
                // The engine names it where it is asked for.
            }
        }

        return names;
    }

    /// <summary>Puts back a pack that was moved aside for another which never came: a replacement that was ended between its two renames.</summary>
    public void Restore(string pack)
    {
        if (Directory.Exists(ReplacedPathOf(pack)) && !Directory.Exists(PathOf(pack)))
        {
            Directory.Move(ReplacedPathOf(pack), PathOf(pack));
        }
    }

    /// <summary>Puts a finished pack in its place; what was there is deleted afterwards.</summary>
    public void Install(string pack)
    {
        Restore(pack);
        var old = ReplacedPathOf(pack);
        DeleteIfThere(old);
        if (Directory.Exists(PathOf(pack)))
        {
            Directory.Move(PathOf(pack), old);
        }

        Directory.Move(UnfinishedPathOf(pack), PathOf(pack));
        DeleteIfThere(old);
        DeleteIfEmpty(Path.Combine(Folder, UnfinishedFolder));
    }

    /// <exception cref="ToolException">There is no such pack.</exception>
    public void Remove(string pack)
    {
        if (!Names().Contains(pack))
        {
            throw new ToolException($"There is no pack '{pack}' in {Folder}; there {(Names() is { Count: > 0 } names ? $"are {string.Join(", ", names)}" : "is none")}.");
        }

        // Out of sight in one step: a worker that starts meanwhile sees the whole pack or none.
        var old = UnfinishedPathOf(pack) + ".removed";
        DeleteIfThere(old);
        Directory.CreateDirectory(Path.Combine(Folder, UnfinishedFolder));
        Directory.Move(PathOf(pack), old);
        Directory.Delete(old, recursive: true);
        DeleteIfEmpty(Path.Combine(Folder, UnfinishedFolder));
    }

    /// <summary>Whether a worker here has it: it is installed, or is the one that workers load whatever is installed.</summary>
    public bool IsAtHand(string pack) => Has(pack) || UsualPack.Find()?.Name == pack;

    /// <summary>Whether the encoder of a head is there, <c>pack/part</c>; one of the same pack is.</summary>
    public bool HasEncoder(string encoder) => encoder.Split('/') is not [var pack, _] || IsAtHand(pack);

    /// <summary>A file of a pack, which must not lie elsewhere.</summary>
    /// <exception cref="ToolException">The path leaves the folder.</exception>
    public static string Within(string folder, string path)
    {
        var full = Path.GetFullPath(Path.Combine(folder, path));
        return full.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? full
            : throw new ToolException($"The file '{path}' lies outside the pack's folder.");
    }

    private string ReplacedPathOf(string pack) => UnfinishedPathOf(pack) + ".replaced";

    private static void DeleteIfThere(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private static void DeleteIfEmpty(string path)
    {
        if (Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).Any())
        {
            Directory.Delete(path);
        }
    }
}
