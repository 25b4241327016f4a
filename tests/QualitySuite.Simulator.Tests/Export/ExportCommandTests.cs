using System.Text.Json;
using QualitySuite.Scenes;
using QualitySuite.Simulator.Export;
using SkiaSharp;

namespace QualitySuite.Simulator.Tests.Export;

public sealed class ExportCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("simulator-export-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Export_writes_images_of_the_size_and_a_caption_for_each()
    {
        var (code, text) = await RunAsync("--out", Path("a"), "--count", "12", "--seed", "4", "--size", "96");

        Assert.Equal((0, $"Wrote 12 images and their captions to {Path("a")}"), (code, text));
        var captions = File.ReadAllLines(Path("a/captions.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(12, captions.Count);
        Assert.Equal(13, File.ReadAllLines(Path("a/captions.csv")).Length);
        Assert.All(captions, caption =>
        {
            using var picture = SKBitmap.Decode(Path("a/" + caption.GetProperty("file").GetString()));
            Assert.Equal((96, 96), (picture.Width, picture.Height));
            Assert.True(PromptParser.TryParse(caption.GetProperty("prompt").GetString()!, out var scene));
            Assert.Equal(scene.First.Kind.Name, caption.GetProperty("asked").GetProperty("groups")[0].GetProperty("object").GetString());
        });
    }

    [Fact]
    public async Task The_same_seed_exports_the_same_files()
    {
        await RunAsync("--out", Path("a"), "--count", "6", "--seed", "4", "--size", "64");
        await RunAsync("--out", Path("b"), "--count", "6", "--seed", "4", "--size", "64");

        var files = Directory.GetFiles(Path("a"), "*", SearchOption.AllDirectories);
        Assert.Equal(8, files.Length);
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(file.Replace(Path("a"), Path("b"), StringComparison.Ordinal))));
    }

    [Fact]
    public async Task An_even_mix_has_every_fault_that_leaves_an_image()
    {
        await RunAsync("--out", Path("a"), "--count", "30", "--size", "64", "--faults", "even");
        var faults = File.ReadAllLines(Path("a/captions.jsonl")).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("fault").GetString());

        Assert.Equal(
            [
                "banding", "black", "blur", "checkerboard", "grey", "jpeg_blocks", "noise", "none", "oversaturation", "seam", "watermark_text",
                "wrong_attribute", "wrong_count", "wrong_object", "wrong_relation",
            ],
            faults.GroupBy(fault => fault!).Where(group => group.Count() == 2).Select(group => group.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Without_faults_what_is_drawn_is_what_was_asked()
    {
        await RunAsync("--out", Path("a"), "--count", "10", "--size", "64", "--faults", "none", "--sheet", "true");
        foreach (var caption in File.ReadAllLines(Path("a/captions.jsonl")).Select(line => JsonDocument.Parse(line).RootElement))
        {
            Assert.Equal(caption.GetProperty("asked").GetRawText(), caption.GetProperty("drawn").GetRawText());
        }

        using var sheet = SKBitmap.Decode(Path("a/sheet.png"));
        Assert.True(sheet.Width > 1000 && sheet.Height > 1000);
    }

    [Theory]
    [InlineData("--count", "5")]
    [InlineData("--out", "x", "--count", "none")]
    [InlineData("--out", "x", "--size", "7")]
    [InlineData("--out", "x", "--colour", "red")]
    public async Task Arguments_that_make_no_sense_are_refused_with_the_usage(params string[] args)
    {
        var (code, text) = await RunAsync(args);
        Assert.Equal(2, code);
        Assert.Contains("Usage: export --out", text, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Text)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        var code = await ExportCommand.RunAsync(args, output, TestContext.Current.CancellationToken);
        return (code, output.ToString().Trim());
    }

    private string Path(string relative) => System.IO.Path.Combine(_folder.FullName, relative);
}
