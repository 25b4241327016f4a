using System.Text.Json;
using QualitySuite.Imaging;

namespace QualitySuite.Cli.Tests;

public sealed class QualityToolTests : IDisposable
{
    private static readonly string Starter = Path.Combine(AppContext.BaseDirectory, "models", "starter");
    private static readonly string Scene = Path.Combine(AppContext.BaseDirectory, "scene.png");
    private static readonly string[] Tokens = ["<|startoftext|>", "a</w>", "background</w>", "&</w>", "of</w>", "<|endoftext|>"];
    private static readonly string[] Statistics =
    [
        "mmd", "frechet", "vendi", "mean-interval", "proportion-interval", "JMLR 13 (2012)", "TMLR 2023", "JASA 22 (1927)",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("quality-cli-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Tokens_are_the_vocabularys_ids_between_start_and_end()
    {
        var (code, output, _) = await RunAsync("inspect", "tokens", "A Background &amp; of", "--pack", Starter);
        using var vocabulary = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Starter, "clip", "vocab.json"), TestContext.Current.CancellationToken));
        int[] expected = [.. Tokens.Select(t => vocabulary.RootElement.GetProperty(t).GetInt32())];

        Assert.Equal(0, code);
        Assert.Equal($$"""{"ids":[{{string.Join(',', expected)}}],"truncated":false,"tokenCount":6}""", output.Trim());
    }

    [Fact]
    public async Task Pixels_are_the_tensor_of_the_model_as_a_numpy_array()
    {
        var target = Path.Combine(_folder.FullName, "x.npy");
        var (code, output, _) = await RunAsync("inspect", "pixels", Scene, "--pack", Starter, "--part", "starter-clip", "--out", target);
        var file = await File.ReadAllBytesAsync(target, TestContext.Current.CancellationToken);
        using var image = ImageDecoder.Decode(await File.ReadAllBytesAsync(Scene, TestContext.Current.CancellationToken));
        var expected = new float[3 * 96 * 96];
        ModelInput.Fill(image, new ModelInputOptions { Size = 96, Crop = 96 }, expected);

        Assert.Equal(0, code);
        Assert.Contains("\"shape\":[1,3,96,96]", output, StringComparison.Ordinal);
        Assert.Equal(128 + (4 * expected.Length), file.Length);
        Assert.Contains("'shape': (1, 3, 96, 96)", System.Text.Encoding.ASCII.GetString(file, 10, 118), StringComparison.Ordinal);
        Assert.Equal(expected, System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(file.AsSpan(128)).ToArray());
    }

    [Fact]
    public async Task Pixels_of_a_part_with_tiles_are_twice_as_wide_as_high()
    {
        var pack = Path.Combine(_folder.FullName, "pack");
        Directory.CreateDirectory(pack);
        var manifest = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Starter, "pack.json"), TestContext.Current.CancellationToken))!;
        var input = manifest["parts"]!.AsArray().Single(p => p!["name"]!.GetValue<string>() == "nsfw")!["input"]!;
        (input["width"], input["height"], input["resize"]) = (128, 64, "whole_and_tiles");
        await File.WriteAllTextAsync(Path.Combine(pack, "pack.json"), manifest.ToJsonString(), TestContext.Current.CancellationToken);
        var target = Path.Combine(_folder.FullName, "x.npy");

        var (code, output, _) = await RunAsync("inspect", "pixels", Scene, "--pack", pack, "--part", "nsfw", "--out", target);

        using var image = ImageDecoder.Decode(await File.ReadAllBytesAsync(Scene, TestContext.Current.CancellationToken));
        var options = new ModelInputOptions { Size = 64, Crop = null, WithTiles = true, Mean = new(0, 0, 0), Deviation = new(1, 1, 1), Layout = ModelInputLayout.Nhwc };
        var expected = new float[options.Length];
        ModelInput.Fill(image, options, expected);
        var file = await File.ReadAllBytesAsync(target, TestContext.Current.CancellationToken);
        Assert.Equal(0, code);
        Assert.Contains("\"shape\":[1,64,128,3]", output, StringComparison.Ordinal);
        Assert.Equal(expected, System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(file.AsSpan(128)).ToArray());
    }

    [Fact]
    public async Task Which_part_is_meant_must_be_said_where_several_could_be()
    {
        var (code, _, error) = await RunAsync("inspect", "pixels", Scene, "--pack", Starter, "--out", Path.Combine(_folder.FullName, "x.npy"));

        Assert.Equal((1, "quality: Several parts of the pack starter could be meant; say which: starter-clip, artifacts, nsfw."), (code, error.Trim()));
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public async Task Verify_names_every_part_with_what_it_gives()
    {
        var (code, output, _) = await RunAsync("models", "verify", "--pack", Starter);

        Assert.Equal(0, code);
        Assert.Contains("starter-clip (dual_encoder, MIT): works; gives clip_score", output, StringComparison.Ordinal);
        Assert.Contains("brisque (brisque, Apache-2.0): works; gives brisque", output, StringComparison.Ordinal);
        Assert.Matches("clip_score [0-9a-f]{64}", output);
    }

    [Fact]
    public async Task Verify_says_what_is_wrong_with_a_damaged_part_and_ends_with_one()
    {
        foreach (var file in Directory.EnumerateFiles(Starter, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder.FullName, Path.GetRelativePath(Starter, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        await File.AppendAllTextAsync(Path.Combine(_folder.FullName, "nsfw.onnx"), "x", TestContext.Current.CancellationToken);
        var (code, output, _) = await RunAsync("models", "verify", "--pack", _folder.FullName);

        Assert.Equal(1, code);
        Assert.Contains("nsfw (classifier, MIT): The file 'nsfw.onnx' has the SHA-256", output, StringComparison.Ordinal);
        Assert.Contains("starter-clip (dual_encoder, MIT): works", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vendi", """{"similarities":[[1,0.9,0],[0.9,1,0],[0,0,1]]}""", 2.1573, 1e-4)]
    [InlineData("vendi", """{"embeddings":[[1,0],[0,2],[1,0]]}""", 1.88988, 1e-4)]
    [InlineData("mmd", """{"first":[[0,0]],"second":[[3,4]],"sigma":5}""", 786.9387, 1e-3)]
    [InlineData("frechet", """{"first":[[0],[2]],"second":[[3],[5]]}""", 9, 1e-9)]
    public async Task Set_metrics_have_their_known_values(string name, string input, double expected, double tolerance)
    {
        var (code, output, _) = await RunAsync(input, ["stats", name]);
        using var json = JsonDocument.Parse(output);

        Assert.Equal(0, code);
        Assert.Equal(expected, json.RootElement.GetProperty("value").GetDouble(), tolerance);
    }

    // t(0.975, 9) = 2.262157 and Wilson's interval of 0 in 160.
    [Fact]
    public async Task Intervals_are_the_textbooks()
    {
        var (_, mean, _) = await RunAsync("""{"n":10,"mean":5,"stddev":2}""", ["stats", "mean-interval"]);
        var (_, rate, _) = await RunAsync("""{"successes":0,"trials":160}""", ["stats", "proportion-interval"]);

        Assert.Equal([5 - (2.262157 * 2 / Math.Sqrt(10)), 5 + (2.262157 * 2 / Math.Sqrt(10))], Interval(mean), Close);
        Assert.Equal([0, 3.841459 / 163.841459], Interval(rate), Close);

        static double[] Interval(string json) => [.. JsonDocument.Parse(json).RootElement.GetProperty("interval").EnumerateArray().Select(v => v.GetDouble())];
        static bool Close(double a, double b) => Math.Abs(a - b) < 1e-5;
    }

    [Theory]
    [InlineData("mmd", "nonsense", "takes JSON on standard input")]
    [InlineData("mmd", "[]", "takes a JSON object.")]
    [InlineData("mmd", """{"first":[[1]]}""", "The field 'second' is missing or no Array.")]
    [InlineData("mmd", """{"first":[[1,"x"]],"second":[[1]]}""", "'first[0][1]' is no number but String.")]
    [InlineData("mmd", """{"first":[[1,2],[1]],"second":[[1]]}""", "'first[1]' has 1 numbers, 'first[0]' has 2.")]
    [InlineData("mmd", """{"first":[[1,2]],"second":[[1]]}""", "Embeddings of 2 and of 1 numbers cannot be compared.")]
    [InlineData("mmd", """{"first":[[1e99]],"second":[[1]]}""", "A number is not finite.")]
    [InlineData("proportion-interval", """{"successes":5,"trials":4}""", "stats proportion-interval: ")]
    [InlineData("quantiles", """{"values":[1e999],"probabilities":[0.5]}""", "'values[0]' is larger than any number that can be computed with.")]
    [InlineData("mean-interval", """{"n":10,"mean":1e999,"stddev":1}""", "'mean' is larger than any number")]
    [InlineData("mean-interval", """{"n":2,"mean":1e308,"stddev":1e308}""", "stats mean-interval: the result of these numbers is not finite.")]
    [InlineData("vendi", """{"similarities":[[1,1e999],[1e999,1]]}""", "'similarities[0][1]' is larger than any number")]
    [InlineData("vendi", """{"similarities":[[1,0.5],[0.4,1]]}""", "Similarities are a square, symmetric matrix")]
    public async Task Bad_input_is_named(string name, string input, string expected)
    {
        var (code, output, error) = await RunAsync(input, ["stats", name]);

        Assert.Equal((1, ""), (code, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere", "pack.json")]
    [InlineData("", "pack.json")]
    public async Task A_folder_that_is_no_pack_is_an_error_that_says_so(string folder, string expected)
    {
        var (code, _, error) = await RunAsync("models", "verify", "--pack", Path.Combine(_folder.FullName, folder));

        Assert.Equal(1, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_usage_ends_with_two_and_help_lists_every_statistic_with_its_source()
    {
        Assert.Equal(2, (await RunAsync("inspect", "tokens")).Code);
        var (code, help, _) = await RunAsync("stats", "--help");

        Assert.Equal(0, code);
        Assert.All(Statistics, word => Assert.Contains(word, help, StringComparison.Ordinal));
    }

    private static Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => RunAsync("", arguments);

    private static async Task<(int Code, string Output, string Error)> RunAsync(string input, string[] arguments)
    {
        using var reader = new StringReader(input);
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await QualityTool.RunAsync(arguments, reader, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
