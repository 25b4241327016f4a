using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using QualitySuite.Cli.Models;
using QualitySuite.Scoring;
using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Cli.Score;

/// <summary>
/// The packs to score with. Without a choice they are those of a worker: that of the environment or the starter pack of the checkout around the
/// current folder, and all installed ones. With a choice it is that one, and the installed ones only where its heads sit on their encoders.
/// </summary>
/// <param name="Pack">Folder of a pack, or the name of an installed one; null: no choice.</param>
/// <param name="Packs">Folder of installed packs; null: where they usually are.</param>
internal sealed record ScorePack(string? Pack, string? Packs)
{
    private const string Variable = "Scoring__PackPath";

    public static Option<string?> CreateOption() => new("--pack", "-p")
    {
        Description = $"Score with this pack alone: its folder, or the name of an installed one. Without it: the pack of the environment variable {Variable} or models/starter here or in a folder above, and all installed ones.",
    };

    /// <exception cref="ToolException">There is none, or it cannot be read.</exception>
    public ScoringEngine Open() => PackOption.Run(() =>
    {
        var options = Pack is { } chosen ? Choose(chosen) : Usual();
        return new ScoringEngine(options, NullLogger<ScoringEngine>.Instance);
    });

    private ScoringEngineOptions Choose(string chosen)
    {
        var path = Directory.Exists(chosen) || chosen.Contains('/', StringComparison.Ordinal) ? chosen : InstalledPacks.Locate(Packs).PathOf(chosen);
        var needsOthers = Packs is not null || ModelPack.Open(path).Parts.Any(part => part.Encoder?.Contains('/', StringComparison.Ordinal) == true);
        return new ScoringEngineOptions { PackPath = path, InstalledPacks = needsOthers ? InstalledPacks.Locate(Packs).Folder : "" };
    }

    private ScoringEngineOptions Usual()
    {
        var starter = FindStarter(Directory.GetCurrentDirectory());
        var path = Environment.GetEnvironmentVariable(Variable) ?? starter
            ?? throw new ToolException($"Which model pack? Give its folder with --pack or in the environment variable {Variable}; no models/starter is here or above.");
        var hasInstalled = Packs is not null || starter is not null || Environment.GetEnvironmentVariable(InstalledPacks.EnvironmentVariable) is not null;
        return new ScoringEngineOptions { PackPath = path, InstalledPacks = hasInstalled ? InstalledPacks.Locate(Packs).Folder : "" };
    }

    private static string? FindStarter(string? folder)
    {
        for (; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "models", "starter", ModelPack.ManifestName)))
            {
                return Path.Combine(folder, "models", "starter");
            }
        }

        return null;
    }
}
