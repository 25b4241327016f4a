using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Cli.Models;

/// <summary>The pack that a worker loads whatever is installed: that of the environment, or the starter pack of the checkout around the current folder.</summary>
internal static class UsualPack
{
    public const string EnvironmentVariable = "Scoring__PackPath";

    /// <summary>Its folder; null: there is none.</summary>
    public static string? Locate() => Environment.GetEnvironmentVariable(EnvironmentVariable) ?? Starter(Directory.GetCurrentDirectory());

    /// <summary>Its folder.</summary>
    /// <exception cref="ToolException">There is none.</exception>
    public static string Require() => Locate()
        ?? throw new ToolException($"Which model pack? Give its folder with --pack or in the environment variable {EnvironmentVariable}; no models/starter is here or above.");

    /// <summary>The pack itself; null where there is none that can be read.</summary>
    public static ModelPack? Find()
    {
        try
        {
            return Locate() is { } folder ? ModelPack.Open(folder) : null;
        }
        catch (ModelPackException)
        {
            // Who scores with it is told by the engine; who asks whether it has an encoder gets the answer that it has none.
            return null;
        }
    }

    /// <summary>The starter pack of the checkout around a folder; null: there is no checkout.</summary>
    public static string? Starter(string? folder)
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
