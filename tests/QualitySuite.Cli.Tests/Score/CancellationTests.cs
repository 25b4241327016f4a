namespace QualitySuite.Cli.Tests.Score;

/// <summary>Ctrl-C on the program itself.</summary>
public sealed class CancellationTests : IDisposable
{
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
        using var process = ToolProcess.Start(["score", images.FullName, "--pack", Tool.Starter, "--out", target, "--out", Path.ChangeExtension(target, ".html")]);
        Assert.Contains("400 images", await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var told = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await ToolProcess.InterruptAsync(process);
        var error = await told;

        Assert.EndsWith("quality: stopped; nothing was written.\n", error, StringComparison.Ordinal);
        Assert.Equal(130, process.ExitCode);
        Assert.Equal(["old.csv"], _folder.GetFiles().Select(file => file.Name));
        Assert.Equal("old", await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken));
    }
}
