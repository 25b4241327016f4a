using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using QualitySuite.Cli.Models;
using QualitySuite.Scoring;
using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Cli.Score;

/// <summary>
/// The packs to score with. Without a choice they are those of a worker: that of the environment or the starter pack of the checkout around the
/// current folder, and all installed ones. With a choice it is that one, and of the others only those whose encoders its heads sit on.
/// </summary>
/// <param name="Pack">Folder of a pack, or the name of an installed one; null: no choice.</param>
/// <param name="Packs">Folder of installed packs; null: where they usually are.</param>
internal sealed record ScorePack(string? Pack, string? Packs)
{
    public static Option<string?> CreateOption() => new("--pack", "-p")
    {
        Description = "Score with this pack alone, and those whose encoders its heads sit on: its folder, or the name of an installed one. Without it: the pack of the "
            + $"environment variable {UsualPack.EnvironmentVariable} or models/starter here or in a folder above, and all installed ones.",
    };

    /// <exception cref="ToolException">There is none, or it cannot be read.</exception>
    public ScoringEngine Open() => PackOption.Run(() => Pack is { } chosen ? OpenChosen(chosen) : new ScoringEngine(Usual(), NullLogger<ScoringEngine>.Instance));

    /// <summary>What of these packs the engine could not use; beside a chosen pack lie others, which concern nobody.</summary>
    public IEnumerable<LoadedPart> Refused(ScoringEngine engine) =>
        engine.Parts.Where(part => part.Problem is not null && (Pack is null || !part.IsWholePack()));

    private ScoringEngine OpenChosen(string chosen)
    {
        var path = Directory.Exists(chosen) || chosen.Contains('/', StringComparison.Ordinal) ? chosen : InstalledPacks.Locate(Packs).PathOf(chosen);
        var pack = ModelPack.Open(path);
        var options = PackLoading.Of(pack, Packs);
        var engine = new ScoringEngine(options, NullLogger<ScoringEngine>.Instance);
        if (PackLoading.RefusalOf(pack, options, engine) is { } refusal)
        {
            engine.Dispose();
            throw new ToolException($"The pack in {pack.Folder} cannot be used: {refusal}");
        }

        return engine;
    }

    private ScoringEngineOptions Usual()
    {
        var path = UsualPack.Require();
        var hasInstalled = Packs is not null || UsualPack.Starter(Directory.GetCurrentDirectory()) is not null || Environment.GetEnvironmentVariable(InstalledPacks.EnvironmentVariable) is not null;
        return new ScoringEngineOptions { PackPath = path, InstalledPacks = hasInstalled ? InstalledPacks.Locate(Packs).Folder : "" };
    }
}
