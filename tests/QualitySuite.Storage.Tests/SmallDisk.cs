using System.Diagnostics;

namespace QualitySuite.Storage.Tests;

/// <summary>A file system in memory, small enough to be really full. Only root may mount one: elsewhere a test is skipped, or fails where CI is set.</summary>
public sealed class SmallDisk : IDisposable
{
    /// <summary>The file that takes the room.</summary>
    public const string Filler = "filler";

    private readonly string? _problem;

    /// <summary>Mounts it; what stands against that is said by <see cref="Require"/>.</summary>
    public SmallDisk(int megabytes) => _problem = Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", Folder);

    /// <summary>Where it is mounted.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("small-disk-").FullName;

    /// <summary>Skips the test where nothing could be mounted; with CI set it fails.</summary>
    public void Require()
    {
        var isCi = string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);
        Assert.SkipWhen(_problem is not null && !isCi, $"No small file system can be mounted here, which takes root: {_problem}");
        Assert.Null(_problem);
    }

    /// <summary>Takes all the room that is left.</summary>
    public void Fill()
    {
        using var file = new FileStream(Path.Combine(Folder, Filler), FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        var page = new byte[Environment.SystemPageSize];
        try
        {
            while (true)
            {
                file.Write(page);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>Gives the room back.</summary>
    public void MakeRoom() => File.Delete(Path.Combine(Folder, Filler));

    public void Dispose()
    {
        if (_problem is null)
        {
            Assert.Null(Run("umount", Folder));
        }

        Directory.Delete(Folder, recursive: true);
    }

    /// <returns>What it complains of.</returns>
    private static string? Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var complaint = process.StandardError.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : complaint;
    }
}
