using System.Security.Cryptography;
using System.Text.Json.Nodes;
using QualitySuite.TestModels;

namespace QualitySuite.Cli.Tests.Models;

/// <summary>
/// Folders for a test: <c>published</c>, what a server has; <c>catalogue</c>, the descriptions of two packs (a small CLIP, and a head on
/// it); <c>installed</c>, where they are to go.
/// </summary>
internal sealed class PackShelf : IDisposable
{
    public const string Clip = "small-clip";
    public const string Head = "small-head";

    /// <summary>Files of the CLIP whose hash its description does not know.</summary>
    public static readonly string[] Unpinned = ["vocab.json", "merges.txt"];

    private static readonly string Starter = Path.Combine(AppContext.BaseDirectory, "models", "starter", "clip");
    private static readonly ClipShape Shape = ClipShape.Small(vocabulary: 6514);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("quality-models-");

    public PackShelf()
    {
        Directory.CreateDirectory(Catalogue);
        WriteClip();
        WriteHead();
    }

    public string Published => Path.Combine(_folder.FullName, "published");

    public string Catalogue => Path.Combine(_folder.FullName, "catalogue");

    public string Installed => Path.Combine(_folder.FullName, "installed");

    /// <summary>A folder that nothing is in yet.</summary>
    public string Other => Path.Combine(_folder.FullName, "other");

    /// <summary>The unfinished file of a pack.</summary>
    public string PartOf(string pack, string path) => Path.Combine(Installed, ".unfinished", pack, path + ".part");

    public static string HashOf(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    /// <summary>The description of a pack, changed by a test.</summary>
    public void Change(string pack, Action<JsonNode> change)
    {
        var path = Path.Combine(Catalogue, pack, "pack.json");
        var manifest = JsonNode.Parse(File.ReadAllText(path))!;
        change(manifest);
        File.WriteAllText(path, manifest.ToJsonString());
    }

    /// <summary>Says where the published files are.</summary>
    public void PublishAt(string address)
    {
        foreach (var pack in (string[])[Clip, Head])
        {
            var sizes = new JsonObject(Directory.EnumerateFiles(Path.Combine(Published, pack, "1"), "*", SearchOption.AllDirectories)
                .Select(f => KeyValuePair.Create<string, JsonNode?>(Path.GetRelativePath(Path.Combine(Published, pack, "1"), f), new FileInfo(f).Length)));
            var source = new JsonObject { ["repository"] = pack, ["revision"] = "1", ["url"] = address + "/{repository}/{revision}/{path}", ["approximateBytes"] = sizes };
            File.WriteAllText(Path.Combine(Catalogue, pack, "sources.json"), source.ToJsonString());
        }
    }

    public string PublishedFile(string pack, string path) => Path.Combine(Published, pack, "1", path);

    public string InstalledFile(string pack, string path) => Path.Combine(Installed, pack, path);

    /// <summary>A server of the published files.</summary>
    public async Task<ModelServer> ServeAsync()
    {
        var server = await ModelServer.StartAsync(Published);
        PublishAt(server.Address);
        return server;
    }

    /// <summary>Pulls to <see cref="Installed"/>, or where the options say.</summary>
    public Task<(int Code, string Output, string Error)> PullAsync(string pack, params string[] options) => Tool.RunAsync(
        ["models", "pull", pack, "--catalogue", Catalogue, .. options.Contains("--to") ? options : [.. options, "--packs", Installed]]);

    /// <summary>Writes a pack with a head on the encoder of the starter pack, which has 256 dimensions.</summary>
    public static string WriteHeadOnStarter(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "card.md"), "Made for a test.");
        WriteWeights(Path.Combine(folder, "taste.npy"), dimension: 256);
        WriteManifest(folder, Path.GetFileName(folder), HeadOn("starter/starter-clip", new JsonObject { ["path"] = "taste.npy", ["sha256"] = HashOf(Path.Combine(folder, "taste.npy")) }));
        return folder;
    }

    public static void WriteWithoutParts(string folder)
    {
        Directory.CreateDirectory(folder);
        WriteManifest(folder, Path.GetFileName(folder));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void WriteClip()
    {
        Directory.CreateDirectory(PublishedFile(Clip, "onnx"));
        using (var file = File.Create(PublishedFile(Clip, "onnx/vision_model.onnx")))
        {
            ClipModel.WriteVision(file, Shape, seed: 1);
        }

        using (var file = File.Create(PublishedFile(Clip, "onnx/text_model.onnx")))
        {
            ClipModel.WriteText(file, Shape, seed: 2);
        }

        Unpinned.ToList().ForEach(f => File.Copy(Path.Combine(Starter, f), PublishedFile(Clip, f)));
        Describe(Clip, new JsonObject
        {
            ["name"] = "clip",
            ["kind"] = "dual_encoder",
            ["description"] = "a small CLIP",
            ["licence"] = "MIT",
            ["card"] = "card.md",
            ["image"] = new JsonObject
            {
                ["model"] = FileOf(Clip, "onnx/vision_model.onnx"),
                ["input"] = new JsonObject
                {
                    ["name"] = "pixel_values",
                    ["layout"] = "nchw",
                    ["width"] = Shape.Side,
                    ["height"] = Shape.Side,
                    ["resize"] = "bicubic_center_crop",
                },
                ["output"] = "image_embeds",
            },
            ["text"] = new JsonObject
            {
                ["model"] = FileOf(Clip, "onnx/text_model.onnx"),
                ["input"] = "input_ids",
                ["output"] = "text_embeds",
                ["tokenizer"] = new JsonObject
                {
                    ["kind"] = "clip_bpe",
                    ["vocabulary"] = FileOf(Clip, "vocab.json"),
                    ["merges"] = FileOf(Clip, "merges.txt"),
                    ["length"] = 77,
                },
            },
            ["dimension"] = Shape.Dimension,
            ["metric"] = "clip_score",
        });
    }

    private void WriteHead()
    {
        Directory.CreateDirectory(PublishedFile(Head, ""));
        WriteWeights(PublishedFile(Head, "taste+1.npy"), Shape.Dimension);
        Describe(Head, HeadOn($"{Clip}/clip", FileOf(Head, "taste+1.npy")));
    }

    private static void WriteWeights(string path, int dimension)
    {
        var header = System.Text.Encoding.ASCII.GetBytes($"{{'descr': '<f4', 'fortran_order': False, 'shape': (1, {dimension}), }}\n");
        File.WriteAllBytes(
            path, [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header, .. Enumerable.Range(0, dimension).SelectMany(i => BitConverter.GetBytes(i - 5f))]);
    }

    private static JsonObject HeadOn(string encoder, JsonObject weights) => new()
    {
        ["name"] = "taste",
        ["kind"] = "head",
        ["description"] = "a made-up taste",
        ["licence"] = "Apache-2.0",
        ["card"] = "card.md",
        ["encoder"] = encoder,
        ["layers"] = new JsonArray(new JsonObject { ["file"] = weights }),
        ["output"] = "value",
        ["labels"] = new JsonArray("taste"),
        ["metrics"] = new JsonArray(new JsonObject { ["metric"] = "aesthetic", ["labels"] = new JsonArray("taste") }),
    };

    private void Describe(string pack, JsonObject part)
    {
        Directory.CreateDirectory(Path.Combine(Catalogue, pack));
        File.WriteAllText(Path.Combine(Catalogue, pack, "card.md"), "Made for a test.");
        WriteManifest(Path.Combine(Catalogue, pack), pack, part);
    }

    private static void WriteManifest(string folder, string name, params JsonNode[] parts)
    {
        var manifest = new JsonObject { ["format"] = 1, ["name"] = name, ["version"] = "1.0.0", ["licence"] = "MIT", ["parts"] = new JsonArray(parts) };
        File.WriteAllText(Path.Combine(folder, "pack.json"), manifest.ToJsonString());
    }

    private JsonObject FileOf(string pack, string path) => new()
    {
        ["path"] = path,
        ["sha256"] = Unpinned.Contains(path) ? "first-pull" : HashOf(PublishedFile(pack, path)),
    };
}
