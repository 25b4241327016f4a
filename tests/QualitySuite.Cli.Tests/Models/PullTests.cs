using System.Text.Json.Nodes;
using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Cli.Tests.Models;

/// <summary><c>quality models pull</c> from a real server on this machine.</summary>
public sealed class PullTests : IDisposable
{
    private const string Vision = "onnx/vision_model.onnx";
    private readonly PackShelf _shelf = new();

    public void Dispose() => _shelf.Dispose();

    [Fact]
    public async Task A_pulled_pack_has_the_published_files_and_a_description_that_pins_and_records()
    {
        await using var server = await _shelf.ServeAsync();

        var (code, output, error) = await _shelf.PullAsync(PackShelf.Clip);

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("gives clip_score", output, StringComparison.Ordinal);
        foreach (var file in PackShelf.Unpinned)
        {
            var hash = PackShelf.HashOf(_shelf.PublishedFile(PackShelf.Clip, file));
            Assert.Contains($"  {file}: ", output, StringComparison.Ordinal);
            Assert.Contains($"no SHA-256 of it is published with this tool, pinned from now on to {hash}", output, StringComparison.Ordinal);
            Assert.Contains(hash, File.ReadAllText(_shelf.InstalledFile(PackShelf.Clip, "pack.json")), StringComparison.Ordinal);
        }

        Assert.All((string[])[Vision, "onnx/text_model.onnx", .. PackShelf.Unpinned], AssertInstalled);
        Assert.NotNull(JsonNode.Parse(File.ReadAllText(_shelf.InstalledFile(PackShelf.Clip, "pack.json")))!["parts"]![0]!["canary"]!["recordedWith"]);
        Assert.All(ModelPack.Open(_shelf.InstalledFile(PackShelf.Clip, "")).Parts, p => Assert.Null(p.Problem));
        Assert.Equal([PackShelf.Clip], Directory.EnumerateFileSystemEntries(_shelf.Installed).Select(e => Path.GetFileName(e)));
    }

    [Fact]
    public async Task Pulled_twice_there_is_nothing_to_do_and_no_file_is_fetched()
    {
        await using var server = await _shelf.ServeAsync();
        await _shelf.PullAsync(PackShelf.Clip);
        var requests = server.Requests.Count;

        var (code, output, _) = await _shelf.PullAsync(PackShelf.Clip);

        Assert.Equal(0, code);
        Assert.EndsWith("every file is verified: nothing to do.", output.Trim(), StringComparison.Ordinal);
        Assert.Equal(requests, server.Requests.Count);
    }

    [Fact]
    public async Task A_connection_that_is_cut_is_gone_on_with_from_the_byte_where_it_ended()
    {
        await using var server = await _shelf.ServeAsync();
        server.CutFirstAfter = 10_000;

        var (code, _, error) = await _shelf.PullAsync(PackShelf.Clip);

        Assert.Equal((0, ""), (code, error));
        Assert.Equal(["", "bytes=10000-"], RangesOf(server, Vision));
        AssertInstalled(Vision);
    }

    [Fact]
    public async Task A_pull_that_is_stopped_says_that_it_can_be_gone_on_with_and_ends_with_130()
    {
        await using var server = await _shelf.ServeAsync();
        server.Silent = true;
        using var process = ToolProcess.Start(["models", "pull", PackShelf.Clip, "--catalogue", _shelf.Catalogue, "--packs", _shelf.Installed]);
        while (server.Requests.Count == 0)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        await ToolProcess.InterruptAsync(process);

        Assert.Equal(
            (130, "quality: stopped; what has come is kept: the same command goes on there."),
            (process.ExitCode, (await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim()));
    }

    [Fact]
    public async Task A_pull_that_ended_is_gone_on_with_by_the_next_one()
    {
        await using var server = await _shelf.ServeAsync();
        WritePart(File.ReadAllBytes(_shelf.PublishedFile(PackShelf.Clip, Vision))[..5000]);

        Assert.Equal(0, (await _shelf.PullAsync(PackShelf.Clip)).Code);

        Assert.Equal(["bytes=5000-"], RangesOf(server, Vision));
        AssertInstalled(Vision);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_part_whose_hash_nobody_knows_is_gone_on_with_only_if_the_server_still_has_that_file(bool isChanged)
    {
        const string Vocabulary = "vocab.json";
        await using var server = await _shelf.ServeAsync();
        var published = _shelf.PublishedFile(PackShelf.Clip, Vocabulary);
        var tag = ModelServer.TagOf(published);
        var begun = File.ReadAllBytes(published)[..1000];
        if (isChanged)
        {
            File.AppendAllText(published, "\n");
        }

        WritePart(begun, Vocabulary);
        File.WriteAllText(_shelf.PartOf(PackShelf.Clip, Vocabulary) + ".etag", tag);

        Assert.Equal(0, (await _shelf.PullAsync(PackShelf.Clip)).Code);

        Assert.Equal(["bytes=1000-"], RangesOf(server, Vocabulary));
        Assert.Equal(isChanged ? 0 : 1, server.PartialAnswers);
        AssertInstalled(Vocabulary);
    }

    [Fact]
    public async Task A_part_that_nothing_is_known_of_is_started_afresh()
    {
        await using var server = await _shelf.ServeAsync();
        WritePart([1, 2, 3], "vocab.json");

        Assert.Equal(0, (await _shelf.PullAsync(PackShelf.Clip)).Code);

        Assert.Equal([""], RangesOf(server, "vocab.json"));
        AssertInstalled("vocab.json");
    }

    [Fact]
    public async Task A_part_that_is_whole_already_is_not_fetched_again()
    {
        await using var server = await _shelf.ServeAsync();
        var whole = File.ReadAllBytes(_shelf.PublishedFile(PackShelf.Clip, Vision));
        WritePart(whole);

        Assert.Equal(0, (await _shelf.PullAsync(PackShelf.Clip)).Code);

        Assert.Equal([$"bytes={whole.Length}-"], RangesOf(server, Vision));
        AssertInstalled(Vision);
    }

    [Fact]
    public async Task A_part_that_is_longer_than_the_file_is_started_afresh()
    {
        await using var server = await _shelf.ServeAsync();
        var whole = File.ReadAllBytes(_shelf.PublishedFile(PackShelf.Clip, Vision));
        WritePart([.. whole, 1, 2, 3]);

        Assert.Equal(0, (await _shelf.PullAsync(PackShelf.Clip)).Code);

        Assert.Equal([$"bytes={whole.Length + 3}-", ""], RangesOf(server, Vision));
        AssertInstalled(Vision);
    }

    [Fact]
    public async Task A_server_that_knows_no_ranges_sends_the_file_again()
    {
        await using var server = await _shelf.ServeAsync();
        server.CutFirstAfter = 10_000;
        server.KnowsRanges = false;

        Assert.Equal(0, (await _shelf.PullAsync(PackShelf.Clip)).Code);

        AssertInstalled(Vision);
    }

    [Fact]
    public async Task A_server_that_is_busy_for_a_moment_is_asked_again()
    {
        await using var server = await _shelf.ServeAsync();
        server.Failures.Enqueue(503);

        Assert.Equal(0, (await _shelf.PullAsync(PackShelf.Clip)).Code);
        Assert.Equal(["", ""], RangesOf(server, Vision));
    }

    [Fact]
    public async Task A_damaged_file_of_an_installed_pack_is_fetched_again_and_no_other()
    {
        await using var server = await _shelf.ServeAsync();
        await _shelf.PullAsync(PackShelf.Clip);
        var requests = server.Requests.Count;
        await File.WriteAllTextAsync(_shelf.InstalledFile(PackShelf.Clip, Vision), "damaged", TestContext.Current.CancellationToken);

        Assert.Equal(0, (await _shelf.PullAsync(PackShelf.Clip)).Code);

        Assert.Equal([$"{PackShelf.Clip}/1/{Vision}"], server.Requests.Skip(requests).Select(r => r.Path));
        AssertInstalled(Vision);
    }

    [Fact]
    public async Task A_head_whose_encoder_is_not_installed_says_so_with_the_command_that_helps()
    {
        await using var server = await _shelf.ServeAsync();

        var (code, output, _) = await _shelf.PullAsync(PackShelf.Head);

        Assert.Equal(0, code);
        Assert.EndsWith(
            "small-head sits on the embeddings of small-clip, which is not installed here; until it is, small-head gives nothing: quality models pull small-clip",
            output.Trim(), StringComparison.Ordinal);
        Assert.Equal([$"{PackShelf.Head}/1/taste+1.npy"], server.Requests.Select(r => r.Path));
    }

    [Fact]
    public async Task A_head_can_be_pulled_with_its_encoder()
    {
        await using var server = await _shelf.ServeAsync();

        var (code, output, _) = await _shelf.PullAsync(PackShelf.Head, "--with-encoder");

        Assert.Equal(0, code);
        Assert.DoesNotContain("not installed here", output, StringComparison.Ordinal);
        Assert.Equal([PackShelf.Clip, PackShelf.Head], Directory.EnumerateDirectories(_shelf.Installed).Select(d => Path.GetFileName(d)).Order());
    }

    [Fact]
    public async Task A_mirror_and_a_folder_hold_files_as_a_folder_of_installed_packs_does()
    {
        await using (await _shelf.ServeAsync())
        {
            await _shelf.PullAsync(PackShelf.Clip);
        }

        await using var mirror = await ModelServer.StartAsync(_shelf.Installed);
        Assert.Equal(0, (await _shelf.PullAsync(PackShelf.Clip, "--to", Path.Combine(_shelf.Other, "a"), "--from", mirror.Address + "/")).Code);
        Assert.Equal(0, (await _shelf.PullAsync(PackShelf.Clip, "--to", Path.Combine(_shelf.Other, "b"), "--from", _shelf.Installed)).Code);

        Assert.All((string[])["a", "b"], copy => Assert.Equal(
            PackShelf.HashOf(_shelf.PublishedFile(PackShelf.Clip, Vision)), PackShelf.HashOf(Path.Combine(_shelf.Other, copy, PackShelf.Clip, Vision))));
        Assert.Contains(mirror.Requests, r => r.Path == $"{PackShelf.Clip}/{Vision}");
    }

    private static IEnumerable<string> RangesOf(ModelServer server, string path) =>
        server.Requests.Where(r => r.Path == $"{PackShelf.Clip}/1/{path}").Select(r => r.Range);

    private void AssertInstalled(string path) =>
        Assert.Equal(PackShelf.HashOf(_shelf.PublishedFile(PackShelf.Clip, path)), PackShelf.HashOf(_shelf.InstalledFile(PackShelf.Clip, path)));

    private void WritePart(byte[] content, string path = Vision)
    {
        var part = _shelf.PartOf(PackShelf.Clip, path);
        Directory.CreateDirectory(Path.GetDirectoryName(part)!);
        File.WriteAllBytes(part, content);
    }
}
