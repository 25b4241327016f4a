namespace QualitySuite.Cli.Tests.Models;

/// <summary>Which packs are loaded together: those that a worker loads, or one with the packs that its heads sit on.</summary>
public sealed class PackLoadingTests : IDisposable
{
    private readonly PackShelf _shelf = new();

    public PackLoadingTests()
    {
        _shelf.PublishAt("http://127.0.0.1:1");
        Directory.CreateDirectory(_shelf.Other);
        Pictures.Draw(Path.Combine(_shelf.Other, "x.png"), seed: 1);
    }

    public void Dispose() => _shelf.Dispose();

    [Fact]
    public async Task A_head_on_the_pack_that_workers_always_load_works_and_its_encoder_is_at_hand()
    {
        PackShelf.WriteHeadOnStarter(Path.Combine(_shelf.Installed, "mine"));

        Assert.Contains("needs starter (installed)", (await ModelsAsync("list")).Output, StringComparison.Ordinal);
        foreach (var arguments in (string[][])[["verify", "mine"], ["verify", "--all"]])
        {
            var (code, output, error) = await ModelsAsync(arguments);

            Assert.Equal((0, ""), (code, error));
            Assert.Contains("taste (head, Apache-2.0): works; gives aesthetic", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Such_a_head_scores_from_wherever_its_folder_lies()
    {
        var installed = PackShelf.WriteHeadOnStarter(Path.Combine(_shelf.Installed, "mine"));
        var elsewhere = PackShelf.WriteHeadOnStarter(Path.Combine(_shelf.Other, "mine"));
        foreach (var pack in (string[])["mine", installed, elsewhere])
        {
            var (code, output, error) = await ScoreAsync("--pack", pack);

            Assert.Equal(0, code);
            Assert.Contains("aesthetic", output, StringComparison.Ordinal);
            Assert.DoesNotContain("warning", error, StringComparison.Ordinal);
        }

        Assert.Equal(0, (await ModelsAsync("verify", elsewhere)).Code);
    }

    [Fact]
    public async Task A_chosen_head_is_loaded_with_the_pack_of_its_encoder_and_no_other()
    {
        await PullAsync(PackShelf.Clip, PackShelf.Head);
        PackShelf.WriteHeadOnStarter(Path.Combine(_shelf.Installed, "mine"));

        var (code, _, error) = await ScoreAsync("--pack", PackShelf.Head);

        Assert.Equal(0, code);
        Assert.Contains("packs small-head 1.0.0, small-clip 1.0.0,", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chosen_pack_without_heads_is_alone()
    {
        await PullAsync(PackShelf.Clip);

        var (_, _, error) = await ScoreAsync("--pack", Tool.Starter);

        Assert.Contains("pack starter 2.1.0,", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pack_that_no_worker_loads_because_of_its_name_does_not_work()
    {
        Directory.CreateDirectory(_shelf.Installed);
        Directory.CreateSymbolicLink(Path.Combine(_shelf.Installed, "copy"), Tool.Starter);

        var (code, output, _) = await ModelsAsync("verify", "--all");

        Assert.Equal(1, code);
        Assert.Matches("copy is not loaded: The pack in .* is called 'starter' too.", output);
    }

    [Fact]
    public async Task A_pack_without_parts_does_not_work()
    {
        PackShelf.WriteWithoutParts(Path.Combine(_shelf.Installed, "empty"));

        var (code, output, _) = await ModelsAsync("verify", "empty");

        Assert.Equal((1, $"empty 1.0.0{Environment.NewLine}  has no parts{Environment.NewLine}"), (code, output));
    }

    [Fact]
    public async Task Every_refused_pack_and_part_is_told_even_where_another_gives_its_metric()
    {
        await PullAsync(PackShelf.Clip);
        await File.AppendAllTextAsync(Path.Combine(_shelf.Installed, PackShelf.Clip, "merges.txt"), "x", TestContext.Current.CancellationToken);
        Directory.CreateDirectory(Path.Combine(_shelf.Installed, "odd"));

        var (code, _, error) = await ScoreAsync();

        Assert.Equal(0, code);
        Assert.DoesNotContain("clip_score is absent", error, StringComparison.Ordinal);
        Assert.Contains("quality: warning: the part 'clip' of the pack small-clip cannot be used: The file 'merges.txt' has the SHA-256 ", error, StringComparison.Ordinal);
        Assert.Contains("quality: warning: the pack in the folder 'odd' cannot be used: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pack_whose_replacement_was_ended_between_its_two_renames_is_put_back_with_its_pins()
    {
        await PullAsync(PackShelf.Clip);
        var aside = Path.Combine(_shelf.Installed, ".unfinished", PackShelf.Clip + ".replaced");
        Directory.CreateDirectory(Path.GetDirectoryName(aside)!);
        Directory.Move(Path.Combine(_shelf.Installed, PackShelf.Clip), aside);

        var (code, output, _) = await ModelsAsync("pull", PackShelf.Clip, "--catalogue", _shelf.Catalogue, "--from", Path.Combine(_shelf.Other, "mirror"));

        Assert.Equal(0, code);
        Assert.EndsWith("every file is verified: nothing to do.", output.Trim(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(aside));
    }

    /// <summary>With the starter pack of the checkout, or whatever the options choose.</summary>
    private Task<(int Code, string Output, string Error)> ScoreAsync(params string[] options) => Tool.RunAsync(["score", _shelf.Other, "--packs", _shelf.Installed, .. options]);

    private Task<(int Code, string Output, string Error)> ModelsAsync(params string[] arguments) => Tool.RunAsync(["models", .. arguments, "--packs", _shelf.Installed]);

    private async Task PullAsync(params string[] packs)
    {
        var mirror = Path.Combine(_shelf.Other, "mirror");
        Directory.CreateDirectory(mirror);
        foreach (var pack in packs)
        {
            Directory.CreateSymbolicLink(Path.Combine(mirror, pack), Path.Combine(_shelf.Published, pack, "1"));
        }

        Assert.Equal(0, (await ModelsAsync(["pull", .. packs, "--catalogue", _shelf.Catalogue, "--from", mirror])).Code);
    }
}
