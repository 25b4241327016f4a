using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using QualitySuite.Scoring;

namespace QualitySuite.Cli.Score;

/// <summary>The pack to score with: the one named, else that of the environment, else the starter pack of the checkout around the current folder.</summary>
internal static class ScorePack
{
    public const string Variable = "Scoring__PackPath";

    public static Option<string?> CreateOption() => new("--pack", "-p")
    {
        Description = $"Folder of the model pack. Default: the environment variable {Variable}, else models/starter here or in a folder above.",
    };

    /// <exception cref="ToolException">There is none, or it cannot be read.</exception>
    public static ScoringEngine Open(string? pack)
    {
        var path = pack ?? Environment.GetEnvironmentVariable(Variable) ?? FindStarter(Directory.GetCurrentDirectory())
            ?? throw new ToolException($"Which model pack? Give its folder with --pack or in the environment variable {Variable}; no models/starter is here or above.");
        return PackOption.Run(() => new ScoringEngine(new ScoringEngineOptions { PackPath = path }, NullLogger<ScoringEngine>.Instance));
    }

    private static string? FindStarter(string? folder)
    {
        for (; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "models", "starter", "pack.json")))
            {
                return Path.Combine(folder, "models", "starter");
            }
        }

        return null;
    }
}
