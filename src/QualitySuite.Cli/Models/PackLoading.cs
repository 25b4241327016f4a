using QualitySuite.Scoring;
using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Cli.Models;

/// <summary>How an engine is set up for one pack and, where its heads sit on other packs' encoders, those packs: no others.</summary>
internal static class PackLoading
{
    /// <param name="pack">Installed, or anywhere else.</param>
    /// <param name="packs">Folder of installed packs that was asked for; null: where they usually are.</param>
    /// <exception cref="ToolException">Its heads need packs that cannot be loaded together with it.</exception>
    public static ScoringEngineOptions Of(ModelPack pack, string? packs)
    {
        List<string> needed = [.. EncoderPacks(pack)];
        if (needed.Count == 0)
        {
            return Create(pack.Folder, "", []);
        }

        var usual = UsualPack.Find();
        var onUsual = usual is not null && usual.Folder != pack.Folder && needed.Remove(usual.Name);
        var installed = onUsual && needed.Count == 0 ? InstalledPacks.Find(packs) : InstalledPacks.Locate(packs);
        var known = installed?.PackNames();
        needed.RemoveAll(name => known?.Contains(name) != true);
        if (!onUsual)
        {
            return Create(pack.Folder, installed!.Folder, needed);
        }

        if (Path.GetDirectoryName(pack.Folder) == installed?.Folder)
        {
            return Create(usual!.Folder, installed!.Folder, [pack.Name, .. needed]);
        }

        // One folder of further packs is all that an engine takes.
        return needed.Count == 0
            ? Create(pack.Folder, Path.GetDirectoryName(usual!.Folder)!, [usual.Name])
            : throw new ToolException(
                $"The heads of {pack.Folder} sit on encoders of {usual!.Name} and of the installed {string.Join(", ", needed)}. Install it beside them: quality models add {pack.Folder}");
    }

    /// <summary>Whether what was refused is all of a pack, which is then called by its folder's name.</summary>
    public static bool IsWholePack(this LoadedPart part) => part is { Name: ModelPack.ManifestName, Kind: "", Problem: not null };

    /// <summary>Why the engine refused the pack as a whole; null: it did not.</summary>
    public static string? RefusalOf(ModelPack pack, ScoringEngineOptions options, ScoringEngine engine) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.PackPath)) == pack.Folder
            ? null
            : engine.Parts.FirstOrDefault(p => p.IsWholePack() && p.Pack == Path.GetFileName(pack.Folder))?.Problem;

    private static IEnumerable<string> EncoderPacks(ModelPack pack) =>
        pack.Parts.Select(p => p.Encoder).OfType<string>().Where(e => e.Contains('/', StringComparison.Ordinal)).Select(e => e.Split('/')[0]).Where(name => name != pack.Name).Distinct();

    private static ScoringEngineOptions Create(string first, string installed, List<string> names)
    {
        // No names would mean all of them.
        var options = new ScoringEngineOptions { PackPath = first, InstalledPacks = names.Count > 0 ? installed : "" };
        names.ForEach(options.Packs.Add);
        return options;
    }
}
