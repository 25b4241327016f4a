using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace QualitySuite.Cli.Tests.Models;

/// <summary>What <c>quality models pull</c> refuses, and how it says so.</summary>
public sealed class RefusedPullTests : IDisposable
{
    private const string Vision = "onnx/vision_model.onnx";
    private readonly PackShelf _shelf = new();

    public void Dispose() => _shelf.Dispose();

    [Fact]
    public async Task Another_file_than_the_expected_one_is_deleted_and_both_hashes_are_said()
    {
        await using var server = await _shelf.ServeAsync();
        var expected = PackShelf.HashOf(_shelf.PublishedFile(PackShelf.Clip, Vision));
        await File.AppendAllTextAsync(_shelf.PublishedFile(PackShelf.Clip, Vision), "x", TestContext.Current.CancellationToken);
        var actual = PackShelf.HashOf(_shelf.PublishedFile(PackShelf.Clip, Vision));

        var (code, _, error) = await _shelf.PullAsync(PackShelf.Clip);

        Assert.Equal(
            (1, $"quality: {Vision} of {PackShelf.Clip} has the SHA-256 {actual}; it must be {expected}. The file was deleted and the pack is not installed."), (code, error.Trim()));
        Assert.False(File.Exists(_shelf.PartOf(PackShelf.Clip, Vision)));
        Assert.False(Directory.Exists(_shelf.InstalledFile(PackShelf.Clip, "")));
    }

    [Fact]
    public async Task A_file_that_the_first_pull_pinned_must_be_the_same_when_it_is_pulled_again()
    {
        await using var server = await _shelf.ServeAsync();
        await _shelf.PullAsync(PackShelf.Clip);
        var pinned = PackShelf.HashOf(_shelf.InstalledFile(PackShelf.Clip, "merges.txt"));
        File.Delete(_shelf.InstalledFile(PackShelf.Clip, "merges.txt"));
        await File.AppendAllTextAsync(_shelf.PublishedFile(PackShelf.Clip, "merges.txt"), "x y\n", TestContext.Current.CancellationToken);

        var (code, _, error) = await _shelf.PullAsync(PackShelf.Clip);

        Assert.Equal(1, code);
        Assert.Contains($"it must be {pinned}.", error, StringComparison.Ordinal);
        Assert.True(File.Exists(_shelf.InstalledFile(PackShelf.Clip, "vocab.json")), "What was installed stays as it was.");
    }

    [Fact]
    public async Task A_file_of_weights_that_would_run_code_is_refused_by_name_and_not_installed()
    {
        await using var server = await _shelf.ServeAsync();
        File.Copy(Path.Combine(AppContext.BaseDirectory, "os-system.pth"), _shelf.PublishedFile(PackShelf.Head, "bad.pth"));
        _shelf.Change(PackShelf.Head, manifest => manifest["parts"]![0]!["layers"] = new JsonArray(new JsonObject
        {
            ["file"] = new JsonObject { ["path"] = "bad.pth", ["sha256"] = PackShelf.HashOf(_shelf.PublishedFile(PackShelf.Head, "bad.pth")) },
            ["weight"] = "weight",
        }));

        var (code, _, error) = await _shelf.PullAsync(PackShelf.Head);

        Assert.Equal(
            (1, "quality: small-head is not installed, its part 'taste' does not work here: The weights 'bad.pth' cannot be read: "
                + "The pickle names 'posix.system', which is no part of a dictionary of tensors: it is refused."),
            (code, error.Trim()));
        Assert.False(Directory.Exists(_shelf.InstalledFile(PackShelf.Head, "")));
    }

    [Theory]
    [InlineData("nowhere", "--from nowhere is neither an http address nor a folder that exists.")]
    [InlineData("ftp://example.org/", "--from ftp://example.org/ is neither an http address nor a folder that exists.")]
    public async Task A_source_that_is_none_is_named(string from, string expected)
    {
        _shelf.PublishAt("http://127.0.0.1:1");

        var (code, _, error) = await _shelf.PullAsync(PackShelf.Clip, "--from", from);

        Assert.Equal((1, $"quality: {expected}"), (code, error.Trim()));
    }

    [Fact]
    public async Task A_file_that_the_server_does_not_have_is_named_with_its_answer()
    {
        await using var server = await _shelf.ServeAsync();
        File.Delete(_shelf.PublishedFile(PackShelf.Clip, Vision));

        var (code, _, error) = await _shelf.PullAsync(PackShelf.Clip);

        Assert.Equal(
            (1, $"quality: {server.Address}/{PackShelf.Clip}/1/{Vision}: the server answers 404 Not Found. A mirror or a folder can be named by --from."), (code, error.Trim()));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        var address = FreeAddress();
        _shelf.PublishAt(address);

        var (code, _, error) = await _shelf.PullAsync(PackShelf.Clip);

        Assert.Equal(1, code);
        Assert.StartsWith($"quality: {address}/{PackShelf.Clip}/1/{Vision} cannot be reached: Connection refused", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_stays_silent_is_given_up_after_a_while()
    {
        await using var server = await _shelf.ServeAsync();
        server.Silent = true;

        var (code, _, error) = await _shelf.PullAsync(PackShelf.Clip, "--timeout", "0.2");

        Assert.Equal(1, code);
        Assert.Contains("nothing came for 0.2 seconds; given up after 3 attempts. What has come is kept", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_description_whose_files_leave_the_packs_folder_is_not_followed()
    {
        await using var server = await _shelf.ServeAsync();
        _shelf.Change(PackShelf.Clip, manifest => manifest["parts"]![0]!["image"]!["model"]!["path"] = "../../escaped.onnx");

        var (code, _, error) = await _shelf.PullAsync(PackShelf.Clip);

        Assert.Equal((1, "quality: The file '../../escaped.onnx' lies outside the pack's folder."), (code, error.Trim()));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_pack_that_the_catalogue_does_not_have_is_answered_with_those_that_it_has()
    {
        _shelf.PublishAt("http://127.0.0.1:1");

        var (code, _, error) = await _shelf.PullAsync("clip");

        Assert.Equal(1, code);
        Assert.StartsWith("quality: There is no pack 'clip' to pull; there are small-clip, small-head.", error, StringComparison.Ordinal);
    }

    private static string FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }
}
