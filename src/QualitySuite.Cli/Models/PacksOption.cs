using System.CommandLine;

namespace QualitySuite.Cli.Models;

/// <summary>The option that says where installed packs are.</summary>
internal static class PacksOption
{
    public static Option<string?> Create() => new("--packs")
    {
        Description = $"Folder of installed packs, one subfolder each. Without it: that of the environment variable {InstalledPacks.EnvironmentVariable}, or models/installed of the checkout around the current folder.",
    };
}
