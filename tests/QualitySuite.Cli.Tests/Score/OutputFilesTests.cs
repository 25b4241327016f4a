using QualitySuite.Cli.Score.Outputs;

namespace QualitySuite.Cli.Tests.Score;

public sealed class OutputFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("quality-out-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_write_that_is_cancelled_leaves_every_file_as_it_was()
    {
        await File.WriteAllTextAsync(At("old.csv"), "old", TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => OutputFiles.WriteAsync(
            [
                (At("old.csv"), async (stream, token) => await stream.WriteAsync("new"u8.ToArray(), token)),
                (At("new.csv"), async (stream, token) =>
                {
                    await stream.WriteAsync("half"u8.ToArray(), token);
                    await stop.CancelAsync();
                    token.ThrowIfCancellationRequested();
                }),
            ],
            stop.Token));

        Assert.Equal(["old.csv"], _folder.GetFiles().Select(file => file.Name));
        Assert.Equal("old", await File.ReadAllTextAsync(At("old.csv"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_write_that_is_cancelled_between_two_renames_puts_all_in_place_or_none()
    {
        const int Files = 300;
        using var stop = new CancellationTokenSource();
        var watch = Task.Run(
            async () =>
            {
                SpinWait.SpinUntil(() => File.Exists(At("0.csv")), TimeSpan.FromSeconds(30));
                await stop.CancelAsync();
            },
            TestContext.Current.CancellationToken);
        try
        {
            await OutputFiles.WriteAsync(
                [.. Enumerable.Range(0, Files).Select(i => (At($"{i}.csv"), (Func<Stream, CancellationToken, Task>)((_, _) => Task.CompletedTask)))], stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Either end is right.
        }

        await watch;
        Assert.Equal(Files, _folder.GetFiles("*.csv").Length);
    }

    [Fact]
    public async Task A_write_that_fails_is_told_with_the_file_and_leaves_nothing()
    {
        var exception = await Assert.ThrowsAsync<ToolException>(() => OutputFiles.WriteAsync(
            [(At("x.csv"), (_, _) => throw new IOException("No space left on device"))], TestContext.Current.CancellationToken));

        Assert.Equal($"The output '{At("x.csv")}' cannot be written: No space left on device", exception.Message);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void What_can_be_known_beforehand_is_said_beforehand()
    {
        Assert.Contains("is given twice", Assert.Throws<ToolException>(() => OutputFiles.Check([At("a.csv"), At("./a.csv")])).Message, StringComparison.Ordinal);
        Assert.Contains("is a folder", Assert.Throws<ToolException>(() => OutputFiles.Check([_folder.FullName])).Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", Assert.Throws<ToolException>(() => OutputFiles.Check([At("none/a.csv")])).Message, StringComparison.Ordinal);
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);
}
