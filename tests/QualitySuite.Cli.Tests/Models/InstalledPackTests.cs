using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using QualitySuite.Imaging;
using QualitySuite.Scoring;

namespace QualitySuite.Cli.Tests.Models;

/// <summary><c>quality models list</c>, <c>add</c>, <c>verify</c> and <c>remove</c> on packs that were pulled from a folder.</summary>
public sealed class InstalledPackTests : IDisposable
{
    private static readonly string Starter = Path.Combine(AppContext.BaseDirectory, "models", "starter");
    private readonly PackShelf _shelf = new();

    public InstalledPackTests() => _shelf.PublishAt("http://127.0.0.1:1");

    public void Dispose() => _shelf.Dispose();

    [Fact]
    public async Task A_pulled_head_scores_what_a_pulled_encoder_embeds_beside_the_starter_pack()
    {
        await PullAsync(PackShelf.Head, PackShelf.Clip);
        using var engine = new ScoringEngine(new ScoringEngineOptions { PackPath = Starter, InstalledPacks = _shelf.Installed }, NullLogger<ScoringEngine>.Instance);
        using var image = ImageDecoder.Decode(await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "scene.png"), TestContext.Current.CancellationToken));
        using var prepared = engine.Prepare(image, "a house");
        engine.Run([prepared]);

        Assert.All(engine.Parts, p => Assert.Null(p.Problem));
        Assert.Equal(2, prepared.Scores.Count(s => s.Metric == "clip_score"));
        var embedding = prepared.Embeddings.Single(e => e.Values.Length == 16).Values.ToArray();
        Assert.Equal(embedding.Select((x, i) => x * (i - 5.0)).Sum(), prepared.Scores.Single(s => s.Metric == "aesthetic").Value, 1e-5);
    }

    [Fact]
    public async Task The_list_has_what_is_installed_and_what_could_be_with_the_encoders_that_it_needs()
    {
        await PullAsync(PackShelf.Head);
        using var json = JsonDocument.Parse((await RunAsync("list", "--json", "--catalogue", _shelf.Catalogue)).Output);
        var packs = json.RootElement.GetProperty("packs");

        Assert.Equal(_shelf.Installed, json.RootElement.GetProperty("folder").GetString());
        Assert.Equal(
            [
                """{"name":"small-head","version":"1.0.0","installed":true,"metrics":["aesthetic"],"licence":"MIT","bytes":SIZE,"encoders":[{"pack":"small-clip","installed":false}],"problem":null}"""
                    .Replace("SIZE", $"{new FileInfo(_shelf.PublishedFile(PackShelf.Head, "taste+1.npy")).Length}", StringComparison.Ordinal),
                """{"name":"small-clip","version":"1.0.0","installed":false,"metrics":["clip_score"],"licence":"MIT","bytes":SIZE,"encoders":[],"problem":null}"""
                    .Replace("SIZE", $"{Directory.EnumerateFiles(Path.Combine(_shelf.Published, PackShelf.Clip), "*", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length)}", StringComparison.Ordinal),
            ],
            packs.EnumerateArray().Select(p => p.GetRawText()));
    }

    [Fact]
    public async Task The_list_of_the_tool_itself_names_every_pack_of_the_catalogue()
    {
        var (code, output, _) = await RunAsync("list");

        Assert.Equal(0, code);
        Assert.Contains("  none", output, StringComparison.Ordinal);
        Assert.Matches(@"aesthetic-v2 +1\.0\.0 +4 MB  Apache-2\.0; gives aesthetic; needs clip-vit-l14 \(not installed\)", output);
        Assert.Matches(@"clip-vit-l14 +1\.0\.0 +1\.7 GB  MIT; gives clip_score", output);
    }

    [Fact]
    public async Task A_folder_among_the_installed_that_is_no_pack_is_listed_with_what_is_wrong()
    {
        Directory.CreateDirectory(Path.Combine(_shelf.Installed, "odd"));

        Assert.Contains("odd", (await RunAsync("list")).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync("verify", "--all")).Code);
        Assert.Equal(0, (await RunAsync("remove", "odd")).Code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_shelf.Installed));
    }

    [Fact]
    public async Task Installed_packs_are_verified_together_by_name_and_a_damaged_one_is_found()
    {
        await PullAsync(PackShelf.Clip, PackShelf.Head);
        var (all, _, _) = await RunAsync("verify", "--all");
        var (code, output, _) = await RunAsync("verify", PackShelf.Head);

        Assert.Equal((0, 0), (all, code));
        Assert.StartsWith($"small-head 1.0.0{Environment.NewLine}  taste (head, Apache-2.0): works; gives aesthetic{Environment.NewLine}  aesthetic ", output, StringComparison.Ordinal);

        await File.AppendAllTextAsync(Path.Combine(_shelf.Installed, PackShelf.Clip, "merges.txt"), "x", TestContext.Current.CancellationToken);
        var (damaged, report, _) = await RunAsync("verify", "--all");
        Assert.Equal(1, damaged);
        Assert.Contains("clip (dual_encoder, MIT): The file 'merges.txt' has the SHA-256 ", report, StringComparison.Ordinal);
        Assert.Contains("taste (head, Apache-2.0): The encoder 'small-clip/clip' that it sits on is not in use here.", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_is_not_the_recorded_one_is_found_and_can_be_recorded_anew()
    {
        await PullAsync(PackShelf.Clip);
        var manifest = Path.Combine(_shelf.Installed, PackShelf.Clip, "pack.json");
        var json = JsonNode.Parse(await File.ReadAllTextAsync(manifest, TestContext.Current.CancellationToken))!;
        json["parts"]![0]!["canary"]!["cosine"] = 0.99;
        await File.WriteAllTextAsync(manifest, json.ToJsonString(), TestContext.Current.CancellationToken);

        var (changed, output, _) = await RunAsync("verify", PackShelf.Clip);
        var (recorded, _, _) = await RunAsync("verify", PackShelf.Clip, "--record");

        Assert.Equal((1, 0), (changed, recorded));
        Assert.Contains("On the canary the cosine has ", output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("verify", PackShelf.Clip)).Code);
    }

    [Theory]
    [InlineData("Say which pack: an installed one's name, a folder, or --all.")]
    [InlineData("Say either a pack or --all.", "small-clip", "--all")]
    public async Task Verify_wants_to_know_what(string expected, params string[] arguments)
    {
        var (code, _, error) = await RunAsync(["verify", .. arguments]);

        Assert.Equal((1, $"quality: {expected}"), (code, error.Trim()));
    }

    [Fact]
    public async Task A_clip_export_is_added_under_a_name_with_hashes_and_canary()
    {
        var export = WriteExport();

        var (code, output, error) = await RunAsync("add", export, "--name", "my-clip");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("works; its answer to the canary is recorded", output, StringComparison.Ordinal);
        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_shelf.Installed, "my-clip", "pack.json"), TestContext.Current.CancellationToken))!;
        Assert.Equal("my-clip", (string?)manifest["name"]);
        Assert.Equal(PackShelf.HashOf(Path.Combine(export, "onnx", "vision_model.onnx")), (string?)manifest["parts"]![0]!["image"]!["model"]!["sha256"]);
        Assert.False(File.Exists(Path.Combine(_shelf.Installed, "my-clip", "model.onnx")), "What no part names is not copied.");
        Assert.True(File.Exists(Path.Combine(_shelf.Installed, "my-clip", "LICENSE")));
        Assert.Equal(0, (await RunAsync("verify", "my-clip")).Code);
    }

    [Fact]
    public async Task A_pack_with_a_part_that_does_not_work_is_not_added()
    {
        var export = WriteExport();
        await File.WriteAllTextAsync(Path.Combine(export, "onnx", "text_model.onnx"), "no model", TestContext.Current.CancellationToken);

        var (code, _, error) = await RunAsync("add", export, "--name", "my-clip");

        Assert.Equal(1, code);
        Assert.StartsWith($"quality: {export} is not added, its part '", error, StringComparison.Ordinal);
        Assert.Contains("ONNX Runtime does not load 'onnx/text_model.onnx'", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_shelf.Installed, "my-clip")));
    }

    [Fact]
    public async Task A_pack_is_not_added_over_another_or_under_a_name_that_is_a_path()
    {
        await PullAsync(PackShelf.Clip);

        Assert.Contains("quality models remove small-clip", (await RunAsync("add", Path.Combine(_shelf.Installed, PackShelf.Clip))).Error, StringComparison.Ordinal);
        Assert.Contains("cannot name a pack", (await RunAsync("add", Path.Combine(_shelf.Installed, PackShelf.Clip), "--name", "../up")).Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("add", Path.Combine(_shelf.Installed, PackShelf.Clip), "--name", "twin")).Code);
    }

    [Fact]
    public async Task A_removed_pack_is_gone_and_what_sat_on_it_is_named()
    {
        await PullAsync(PackShelf.Clip, PackShelf.Head);

        var (code, output, _) = await RunAsync("remove", PackShelf.Clip);

        Assert.Equal(0, code);
        Assert.Contains("small-head sits on its embeddings and gives nothing until it is back.", output, StringComparison.Ordinal);
        Assert.Equal([PackShelf.Head], Directory.EnumerateFileSystemEntries(_shelf.Installed).Select(e => Path.GetFileName(e)));
        Assert.Equal(
            $"quality: There is no pack 'small-clip' in {_shelf.Installed}; there are small-head.", (await RunAsync("remove", PackShelf.Clip)).Error.Trim());
        Assert.Contains("There is no pack '..'", (await RunAsync("remove", "..")).Error, StringComparison.Ordinal);
    }

    private string WriteExport()
    {
        var folder = Path.Combine(_shelf.Other, "export");
        foreach (var file in (string[])["onnx/vision_model.onnx", "onnx/text_model.onnx", .. PackShelf.Unpinned])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, file))!);
            File.Copy(_shelf.PublishedFile(PackShelf.Clip, file), Path.Combine(folder, file));
        }

        File.WriteAllText(Path.Combine(folder, "config.json"), """{"projection_dim":16,"text_config":{"max_position_embeddings":77}}""");
        File.WriteAllText(
            Path.Combine(folder, "preprocessor_config.json"),
            """{"size":{"shortest_edge":32},"crop_size":{"height":32,"width":32},"do_center_crop":true,"resample":3,"image_mean":[0.5,0.5,0.5],"image_std":[0.5,0.5,0.5]}""");
        File.WriteAllText(Path.Combine(folder, "LICENSE"), "MIT");
        File.WriteAllText(Path.Combine(folder, "model.onnx"), "not used");
        return folder;
    }

    /// <summary>From a folder laid out as a mirror is.</summary>
    private async Task PullAsync(params string[] packs)
    {
        var mirror = Path.Combine(_shelf.Other, "mirror");
        foreach (var pack in packs)
        {
            Directory.CreateDirectory(mirror);
            Directory.CreateSymbolicLink(Path.Combine(mirror, pack), Path.Combine(_shelf.Published, pack, "1"));
        }

        var (code, _, error) = await RunAsync(["pull", .. packs, "--catalogue", _shelf.Catalogue, "--from", mirror]);
        Assert.Equal((0, ""), (code, error));
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => Tool.RunAsync(["models", .. arguments, "--packs", _shelf.Installed]);
}
