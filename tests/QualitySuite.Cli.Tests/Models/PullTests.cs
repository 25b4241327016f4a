using System.Net;
using System.Net.Sockets;
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
        await using var server = await ServeAsync();

        var (code, output, error) = await PullAsync(PackShelf.Clip);

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("gives clip_score", output, StringComparison.Ordinal);
        foreach (var file in PackShelf.Unpinned)
        {
            var hash = PackShelf.HashOf(_shelf.PublishedFile(PackShelf.Clip, file));
            Assert.Contains($"  {file}: ", output, StringComparison.Ordinal);
            Assert.Contains($"no SHA-256 of it is published with this tool, pinned from now on to {hash}", output, StringComparison.Ordinal);
            Assert.Contains(hash, File.ReadAllText(InstalledFile(PackShelf.Clip, "pack.json")), StringComparison.Ordinal);
        }

        Assert.All((string[])[Vision, "onnx/text_model.onnx", .. PackShelf.Unpinned], AssertInstalled);
        Assert.NotNull(JsonNode.Parse(File.ReadAllText(InstalledFile(PackShelf.Clip, "pack.json")))!["parts"]![0]!["canary"]!["recordedWith"]);
        Assert.All(ModelPack.Open(InstalledFile(PackShelf.Clip, "")).Parts, p => Assert.Null(p.Problem));
        Assert.Equal([PackShelf.Clip], Directory.EnumerateFileSystemEntries(_shelf.Installed).Select(e => Path.GetFileName(e)));
    }

    [Fact]
    public async Task Pulled_twice_there_is_nothing_to_do_and_no_file_is_fetched()
    {
        await using var server = await ServeAsync();
        await PullAsync(PackShelf.Clip);
        var requests = server.Requests.Count;

        var (code, output, _) = await PullAsync(PackShelf.Clip);

        Assert.Equal(0, code);
        Assert.EndsWith("every file is verified: nothing to do.", output.Trim(), StringComparison.Ordinal);
        Assert.Equal(requests, server.Requests.Count);
    }

    [Fact]
    public async Task A_connection_that_is_cut_is_gone_on_with_from_the_byte_where_it_ended()
    {
        await using var server = await ServeAsync();
        server.CutFirstAfter = 10_000;

        var (code, _, error) = await PullAsync(PackShelf.Clip);

        Assert.Equal((0, ""), (code, error));
        Assert.Equal(["", "bytes=10000-"], RangesOf(server, Vision));
        AssertInstalled(Vision);
    }

    [Fact]
    public async Task A_pull_that_ended_is_gone_on_with_by_the_next_one()
    {
        await using var server = await ServeAsync();
        WritePart(File.ReadAllBytes(_shelf.PublishedFile(PackShelf.Clip, Vision))[..5000]);

        Assert.Equal(0, (await PullAsync(PackShelf.Clip)).Code);

        Assert.Equal(["bytes=5000-"], RangesOf(server, Vision));
        AssertInstalled(Vision);
    }

    [Fact]
    public async Task A_part_that_is_whole_already_is_not_fetched_again()
    {
        await using var server = await ServeAsync();
        var whole = File.ReadAllBytes(_shelf.PublishedFile(PackShelf.Clip, Vision));
        WritePart(whole);

        Assert.Equal(0, (await PullAsync(PackShelf.Clip)).Code);

        Assert.Equal([$"bytes={whole.Length}-"], RangesOf(server, Vision));
        AssertInstalled(Vision);
    }

    [Fact]
    public async Task A_part_that_is_longer_than_the_file_is_started_afresh()
    {
        await using var server = await ServeAsync();
        var whole = File.ReadAllBytes(_shelf.PublishedFile(PackShelf.Clip, Vision));
        WritePart([.. whole, 1, 2, 3]);

        Assert.Equal(0, (await PullAsync(PackShelf.Clip)).Code);

        Assert.Equal([$"bytes={whole.Length + 3}-", ""], RangesOf(server, Vision));
        AssertInstalled(Vision);
    }

    [Fact]
    public async Task A_server_that_knows_no_ranges_sends_the_file_again()
    {
        await using var server = await ServeAsync();
        server.CutFirstAfter = 10_000;
        server.KnowsRanges = false;

        Assert.Equal(0, (await PullAsync(PackShelf.Clip)).Code);

        AssertInstalled(Vision);
    }

    [Fact]
    public async Task A_server_that_is_busy_for_a_moment_is_asked_again()
    {
        await using var server = await ServeAsync();
        server.Failures.Enqueue(503);

        Assert.Equal(0, (await PullAsync(PackShelf.Clip)).Code);
        Assert.Equal(["", ""], RangesOf(server, Vision));
    }

    [Fact]
    public async Task Another_file_than_the_expected_one_is_deleted_and_both_hashes_are_said()
    {
        await using var server = await ServeAsync();
        var expected = PackShelf.HashOf(_shelf.PublishedFile(PackShelf.Clip, Vision));
        await File.AppendAllTextAsync(_shelf.PublishedFile(PackShelf.Clip, Vision), "x", TestContext.Current.CancellationToken);
        var actual = PackShelf.HashOf(_shelf.PublishedFile(PackShelf.Clip, Vision));

        var (code, _, error) = await PullAsync(PackShelf.Clip);

        Assert.Equal(
            (1, $"quality: {Vision} of {PackShelf.Clip} has the SHA-256 {actual}; it must be {expected}. The file was deleted and the pack is not installed."), (code, error.Trim()));
        Assert.False(File.Exists(_shelf.PartOf(PackShelf.Clip, Vision)));
        Assert.False(Directory.Exists(InstalledFile(PackShelf.Clip, "")));
    }

    [Fact]
    public async Task A_file_that_the_first_pull_pinned_must_be_the_same_when_it_is_pulled_again()
    {
        await using var server = await ServeAsync();
        await PullAsync(PackShelf.Clip);
        var pinned = PackShelf.HashOf(InstalledFile(PackShelf.Clip, "merges.txt"));
        File.Delete(InstalledFile(PackShelf.Clip, "merges.txt"));
        await File.AppendAllTextAsync(_shelf.PublishedFile(PackShelf.Clip, "merges.txt"), "x y\n", TestContext.Current.CancellationToken);

        var (code, _, error) = await PullAsync(PackShelf.Clip);

        Assert.Equal(1, code);
        Assert.Contains($"it must be {pinned}.", error, StringComparison.Ordinal);
        Assert.True(File.Exists(InstalledFile(PackShelf.Clip, "vocab.json")), "What was installed stays as it was.");
    }

    [Fact]
    public async Task A_damaged_file_of_an_installed_pack_is_fetched_again_and_no_other()
    {
        await using var server = await ServeAsync();
        await PullAsync(PackShelf.Clip);
        var requests = server.Requests.Count;
        await File.WriteAllTextAsync(InstalledFile(PackShelf.Clip, Vision), "damaged", TestContext.Current.CancellationToken);

        Assert.Equal(0, (await PullAsync(PackShelf.Clip)).Code);

        Assert.Equal([$"{PackShelf.Clip}/1/{Vision}"], server.Requests.Skip(requests).Select(r => r.Path));
        AssertInstalled(Vision);
    }

    [Fact]
    public async Task A_head_whose_encoder_is_not_installed_says_so_with_the_command_that_helps()
    {
        await using var server = await ServeAsync();

        var (code, output, _) = await PullAsync(PackShelf.Head);

        Assert.Equal(0, code);
        Assert.EndsWith(
            "small-head sits on the embeddings of small-clip, which is not installed here; until it is, small-head gives nothing: quality models pull small-clip",
            output.Trim(), StringComparison.Ordinal);
        Assert.Equal([$"{PackShelf.Head}/1/taste+1.npy"], server.Requests.Select(r => r.Path));
    }

    [Fact]
    public async Task A_head_can_be_pulled_with_its_encoder()
    {
        await using var server = await ServeAsync();

        var (code, output, _) = await PullAsync(PackShelf.Head, "--with-encoder");

        Assert.Equal(0, code);
        Assert.DoesNotContain("not installed here", output, StringComparison.Ordinal);
        Assert.Equal([PackShelf.Clip, PackShelf.Head], Directory.EnumerateDirectories(_shelf.Installed).Select(d => Path.GetFileName(d)).Order());
    }

    [Fact]
    public async Task A_file_of_weights_that_would_run_code_is_refused_by_name_and_not_installed()
    {
        await using var server = await ServeAsync();
        File.Copy(Path.Combine(AppContext.BaseDirectory, "os-system.pth"), _shelf.PublishedFile(PackShelf.Head, "bad.pth"));
        _shelf.Change(PackShelf.Head, manifest => manifest["parts"]![0]!["layers"] = new JsonArray(new JsonObject
        {
            ["file"] = new JsonObject { ["path"] = "bad.pth", ["sha256"] = PackShelf.HashOf(_shelf.PublishedFile(PackShelf.Head, "bad.pth")) },
            ["weight"] = "weight",
        }));

        var (code, _, error) = await PullAsync(PackShelf.Head);

        Assert.Equal(
            (1, "quality: small-head is not installed, its part 'taste' does not work here: The weights 'bad.pth' cannot be read: "
                + "The pickle names 'posix.system', which is no part of a dictionary of tensors: it is refused."),
            (code, error.Trim()));
        Assert.False(Directory.Exists(InstalledFile(PackShelf.Head, "")));
    }

    [Fact]
    public async Task A_mirror_and_a_folder_hold_files_as_a_folder_of_installed_packs_does()
    {
        await using (await ServeAsync())
        {
            await PullAsync(PackShelf.Clip);
        }

        await using var mirror = await ModelServer.StartAsync(_shelf.Installed);
        Assert.Equal(0, (await PullAsync(PackShelf.Clip, "--to", Path.Combine(_shelf.Other, "a"), "--from", mirror.Address + "/")).Code);
        Assert.Equal(0, (await PullAsync(PackShelf.Clip, "--to", Path.Combine(_shelf.Other, "b"), "--from", _shelf.Installed)).Code);

        Assert.All((string[])["a", "b"], copy => Assert.Equal(
            PackShelf.HashOf(_shelf.PublishedFile(PackShelf.Clip, Vision)), PackShelf.HashOf(Path.Combine(_shelf.Other, copy, PackShelf.Clip, Vision))));
        Assert.Contains(mirror.Requests, r => r.Path == $"{PackShelf.Clip}/{Vision}");
    }

    [Theory]
    [InlineData("nowhere", "--from nowhere is neither an http address nor a folder that exists.")]
    [InlineData("ftp://example.org/", "--from ftp://example.org/ is neither an http address nor a folder that exists.")]
    public async Task A_source_that_is_none_is_named(string from, string expected)
    {
        _shelf.PublishAt("http://127.0.0.1:1");

        var (code, _, error) = await PullAsync(PackShelf.Clip, "--from", from);

        Assert.Equal((1, $"quality: {expected}"), (code, error.Trim()));
    }

    [Fact]
    public async Task A_file_that_the_server_does_not_have_is_named_with_its_answer()
    {
        await using var server = await ServeAsync();
        File.Delete(_shelf.PublishedFile(PackShelf.Clip, Vision));

        var (code, _, error) = await PullAsync(PackShelf.Clip);

        Assert.Equal(
            (1, $"quality: {server.Address}/{PackShelf.Clip}/1/{Vision}: the server answers 404 Not Found. A mirror or a folder can be named by --from."), (code, error.Trim()));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        var address = FreeAddress();
        _shelf.PublishAt(address);

        var (code, _, error) = await PullAsync(PackShelf.Clip);

        Assert.Equal(1, code);
        Assert.StartsWith($"quality: {address}/{PackShelf.Clip}/1/{Vision} cannot be reached: Connection refused", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_stays_silent_is_given_up_after_a_while()
    {
        await using var server = await ServeAsync();
        server.Silent = true;

        var (code, _, error) = await PullAsync(PackShelf.Clip, "--timeout", "0.2");

        Assert.Equal(1, code);
        Assert.Contains("nothing came for 0.2 seconds; given up after 3 attempts. What has come is kept", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_description_whose_files_leave_the_packs_folder_is_not_followed()
    {
        await using var server = await ServeAsync();
        _shelf.Change(PackShelf.Clip, manifest => manifest["parts"]![0]!["image"]!["model"]!["path"] = "../../escaped.onnx");

        var (code, _, error) = await PullAsync(PackShelf.Clip);

        Assert.Equal((1, "quality: The file '../../escaped.onnx' lies outside the pack's folder."), (code, error.Trim()));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_pack_that_the_catalogue_does_not_have_is_answered_with_those_that_it_has()
    {
        _shelf.PublishAt("http://127.0.0.1:1");

        var (code, _, error) = await PullAsync("clip");

        Assert.Equal(1, code);
        Assert.StartsWith("quality: There is no pack 'clip' to pull; there are small-clip, small-head.", error, StringComparison.Ordinal);
    }

    private static string FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }

    private static IEnumerable<string> RangesOf(ModelServer server, string path) =>
        server.Requests.Where(r => r.Path == $"{PackShelf.Clip}/1/{path}").Select(r => r.Range);

    private async Task<ModelServer> ServeAsync()
    {
        var server = await ModelServer.StartAsync(_shelf.Published);
        _shelf.PublishAt(server.Address);
        return server;
    }

    private Task<(int Code, string Output, string Error)> PullAsync(string pack, params string[] options) => Tool.RunAsync(
        ["models", "pull", pack, "--catalogue", _shelf.Catalogue, .. options.Contains("--to") ? options : [.. options, "--packs", _shelf.Installed]]);

    private string InstalledFile(string pack, string path) => Path.Combine(_shelf.Installed, pack, path);

    private void AssertInstalled(string path) =>
        Assert.Equal(PackShelf.HashOf(_shelf.PublishedFile(PackShelf.Clip, path)), PackShelf.HashOf(InstalledFile(PackShelf.Clip, path)));

    private void WritePart(byte[] content)
    {
        var part = _shelf.PartOf(PackShelf.Clip, Vision);
        Directory.CreateDirectory(Path.GetDirectoryName(part)!);
        File.WriteAllBytes(part, content);
    }
}
