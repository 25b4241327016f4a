namespace QualitySuite.Benchmarks;

/// <summary>Where things lie, seen from the built program.</summary>
internal static class Folders
{
    /// <summary>The checkout.</summary>
    public static string Repository { get; } = Find(AppContext.BaseDirectory);

    /// <summary>Models and images that are made once and kept.</summary>
    public static string Cache => Path.Combine(Repository, "artifacts", "bench");

    /// <summary>The published tables.</summary>
    public static string Results => Path.Combine(Repository, "tests", "QualitySuite.Benchmarks", "results");

    /// <summary>The pack that comes with the repository.</summary>
    public static string StarterPack => Path.Combine(Repository, "models", "starter");

    /// <summary>The assembly of another project, of the same configuration as this one.</summary>
    public static string AssemblyOf(string project) =>
        Path.Combine(Repository, "artifacts", "bin", project, new DirectoryInfo(AppContext.BaseDirectory).Name, $"{project}.dll");

    // Upwards from the built program: a deterministic build knows no source paths.
    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "QualitySuite.sln"))
            ? folder
            : Find(Path.GetDirectoryName(folder) ?? throw new BenchmarkException("The benchmarks do not run from a checkout."));
}

/// <summary>A benchmark cannot be run; the message says why, to a person.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
