using System.Diagnostics;

namespace QualitySuite.Cli.Tests.Score;

/// <summary>Ctrl-C on the program itself.</summary>
public sealed class CancellationTests : IDisposable
{
    /// <summary>Where the tool's own project is built: beside this one, with all that it needs.</summary>
    private static readonly string Program = Path.Combine(
        AppContext.BaseDirectory, "..", "..", "QualitySuite.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name, "quality");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("quality-stop-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Control_c_stops_within_seconds_and_leaves_the_outputs_as_they_were()
    {
        var images = _folder.CreateSubdirectory("images");
        var first = Path.Combine(images.FullName, "0.png");
        Pictures.Draw(first, seed: 1, side: 1024);
        for (var i = 1; i < 400; i++)
        {
            File.Copy(first, Path.Combine(images.FullName, $"{i}.png"));
        }

        var target = Path.Combine(_folder.FullName, "old.csv");
        await File.WriteAllTextAsync(target, "old", TestContext.Current.CancellationToken);
        using var process = Process.Start(new ProcessStartInfo(
            Program, ["score", images.FullName, "--pack", Tool.Starter, "--out", target, "--out", Path.ChangeExtension(target, ".html")])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Contains("400 images", await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.EndsWith("quality: stopped; nothing was written.\n", error, StringComparison.Ordinal);
        Assert.Equal(130, process.ExitCode);
        Assert.Equal(["old.csv"], _folder.GetFiles().Select(file => file.Name));
        Assert.Equal("old", await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken));
    }
}
