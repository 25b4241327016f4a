using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Parquet;
using QualitySuite.Cli.Score.Inputs;
using QualitySuite.Imaging;
using QualitySuite.Scoring;

namespace QualitySuite.Cli.Tests.Score;

/// <summary><c>quality score</c> on real images with the starter pack.</summary>
public sealed class ScoreCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("quality-score-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Every_output_has_every_image_with_the_engines_scores_and_their_scorers()
    {
        var images = DrawFolder();
        var (code, summary, error) = await Tool.RunAsync(
            "score", images, "--pack", Tool.Starter, "--prompts", At("prompts.csv"), "--threads", "2", "--embeddings", "--scorers", At("scorers.json"),
            "--out", At("s.csv"), "--out", At("s.parquet"), "--out", At("s.jsonl"), "--out", At("s.html"));
        var expected = ScoreAlone(Path.Combine(images, "2.png"), "two blue discs");

        Assert.Equal(0, code);
        Assert.Contains("quality: warning: 2 of 7 images could not be scored:", error, StringComparison.Ordinal);
        Assert.Contains("  cut.png: truncated: ", error, StringComparison.Ordinal);
        Assert.Contains("  text.jpg: not_an_image: ", error, StringComparison.Ordinal);
        Assert.Contains("6 images have no prompt", error, StringComparison.Ordinal);
        Assert.Contains("clip_score", summary, StringComparison.Ordinal);

        var csv = ReadCsv(At("s.csv"));
        Assert.Equal(["0.png", "1.png", "2.png", "3.png", "4 <b>.png", "cut.png", "text.jpg"], csv.Select(row => row["file"]));
        Assert.Equal("two blue discs", csv[2]["prompt"]);
        Assert.Equal(("truncated", ""), (csv[5]["error"], csv[5]["sharpness"]));
        foreach (var (metric, value) in expected)
        {
            Assert.Equal(value, double.Parse(csv[2][metric], CultureInfo.InvariantCulture), 1e-4);
        }

        Assert.Equal("", csv[0]["clip_score"]);
        Assert.StartsWith("not_applicable(clip_score)", csv[0]["facts"], StringComparison.Ordinal);
        await AssertParquetAsync(csv);
        AssertJsonLines(csv);
        var html = await File.ReadAllTextAsync(At("s.html"), TestContext.Current.CancellationToken);
        Assert.Contains("4 &lt;b&gt;.png", html, StringComparison.Ordinal);
        Assert.Contains("data:image/webp;base64,UklGR", html, StringComparison.Ordinal);
        Assert.Empty(_folder.GetFiles("*.partial"));
    }

    [Fact]
    public async Task Strict_ends_with_one_when_an_image_cannot_be_scored()
    {
        await File.WriteAllTextAsync(At("x.png"), "no image", TestContext.Current.CancellationToken);

        Assert.Equal(1, (await Tool.RunAsync("score", _folder.FullName, "--pack", Tool.Starter, "--strict")).Code);
    }

    [Fact]
    public async Task A_second_pack_that_computes_a_metric_otherwise_has_its_own_column()
    {
        var other = CopyStarter("packs/other");
        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(other, TestContext.Current.CancellationToken))!;
        manifest["name"] = "other";
        var parts = manifest["parts"]!.AsArray();
        var classifier = parts.Single(part => part!["name"]!.GetValue<string>() == "nsfw")!;
        classifier["metrics"] = JsonNode.Parse("""[{ "metric": "unsafe_any", "labels": ["porn"] }]""");
        await File.WriteAllTextAsync(other, manifest.ToJsonString(), TestContext.Current.CancellationToken);
        Pictures.Draw(At("x.png"), seed: 1);
        var (code, _, error) = await Tool.RunAsync("score", _folder.FullName, "--packs", At("packs"), "--out", At("s.csv"));
        var row = Assert.Single(ReadCsv(At("s.csv")));

        Assert.Equal(0, code);
        Assert.Contains("packs starter 2.1.0, other 2.1.0", error, StringComparison.Ordinal);
        Assert.Equal(row["unsafe_porn"], row[Assert.Single(row.Keys, key => key.StartsWith("unsafe_any_", StringComparison.Ordinal))]);
        Assert.NotEqual(row["unsafe_porn"], row["unsafe_any"]);
    }

    [Theory]
    [InlineData("is in '", "score", "{0}", "--pack", "{1}")]
    [InlineData("does not exist", "score", "{0}/none", "--pack", "{1}")]
    [InlineData("pack.json", "score", "{0}/images", "--pack", "{0}")]
    [InlineData("cannot be read", "score", "{0}/images", "--prompts", "{0}/none.csv", "--pack", "{1}")]
    [InlineData("does not exist", "score", "{0}/images", "--out", "{0}/none/x.csv", "--pack", "{1}")]
    public async Task What_the_user_can_put_right_is_said_without_a_stack_trace(string expected, params string[] arguments)
    {
        DrawFolder();
        var (code, output, error) = await Tool.RunAsync([.. arguments.Select(a => string.Format(CultureInfo.InvariantCulture, a, _folder.FullName, Tool.Starter))]);

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("quality: ", error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ends in none of .csv", "--out", "x.xlsx")]
    [InlineData("--threads lies between 1 and 256", "--threads", "0")]
    public async Task Wrong_usage_ends_with_two(string expected, params string[] options)
    {
        var (code, _, error) = await Tool.RunAsync(["score", _folder.FullName, .. options]);

        Assert.Equal(2, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    private string DrawFolder()
    {
        var images = _folder.CreateSubdirectory("images");
        for (var i = 0; i < 4; i++)
        {
            Pictures.Draw(Path.Combine(images.FullName, $"{i}.png"), seed: i);
        }

        Pictures.Draw(Path.Combine(images.FullName, "4 <b>.png"), seed: 4, blur: 3);
        var whole = File.ReadAllBytes(Path.Combine(images.FullName, "0.png"));
        File.WriteAllBytes(Path.Combine(images.FullName, "cut.png"), whole[..(whole.Length / 2)]);
        File.WriteAllText(Path.Combine(images.FullName, "text.jpg"), "no image");
        File.WriteAllText(Path.Combine(images.FullName, "notes.txt"), "passed over");
        Pictures.Draw(Path.Combine(images.CreateSubdirectory("deeper").FullName, "5.png"), seed: 5);
        File.WriteAllText(At("prompts.csv"), "file,prompt\n2.png,two blue discs\n");
        return images.FullName;
    }

    /// <summary>Gives its manifest's path.</summary>
    private string CopyStarter(string name)
    {
        foreach (var file in Directory.EnumerateFiles(Tool.Starter, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(At(name), Path.GetRelativePath(Tool.Starter, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return Path.Combine(At(name), "pack.json");
    }

    /// <summary>By the engine itself, one image in a run.</summary>
    private static Dictionary<string, double> ScoreAlone(string path, string prompt)
    {
        using var engine = new ScoringEngine(new ScoringEngineOptions { PackPath = Tool.Starter }, NullLogger<ScoringEngine>.Instance);
        using var image = ImageDecoder.Decode(File.ReadAllBytes(path));
        using var prepared = engine.Prepare(image, prompt);
        engine.Run([prepared]);
        Assert.Contains(prepared.Scores, score => score.Metric == "clip_score");
        return prepared.Scores.ToDictionary(score => score.Metric, score => score.Value);
    }

    private static List<Dictionary<string, string>> ReadCsv(string path)
    {
        using var text = new StreamReader(path);
        var reader = new CsvReader(text);
        var header = reader.Read()!.Value.Fields;
        var rows = new List<Dictionary<string, string>>();
        while (reader.Read() is { } row)
        {
            rows.Add(header.Zip(row.Fields).ToDictionary(field => field.First, field => field.Second));
        }

        return rows;
    }

    /// <summary>Read by the library alone, not by the tool's own reader.</summary>
    private async Task AssertParquetAsync(List<Dictionary<string, string>> csv)
    {
        await using var reader = await ParquetReader.CreateAsync(At("s.parquet"), cancellationToken: TestContext.Current.CancellationToken);
        using var group = reader.OpenRowGroupReader(0);
        var sharpness = new double?[group.RowCount];
        var embeddings = new byte[]?[group.RowCount];
        await group.ReadAsync<double>(reader.Schema.FindDataField("sharpness"), sharpness.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
        await group.ReadAsync(reader.Schema.DataFields.Single(f => f.Name.StartsWith("embedding_", StringComparison.Ordinal)), embeddings.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
        using var metadata = JsonDocument.Parse(reader.CustomMetadata["qualitysuite"]);
        using var scorers = JsonDocument.Parse(await File.ReadAllTextAsync(At("scorers.json"), TestContext.Current.CancellationToken));

        Assert.Equal(csv.Select(row => row["sharpness"]), sharpness.Select(value => value?.ToString("R", CultureInfo.InvariantCulture) ?? ""));
        Assert.Equal([1024, 1024, 1024, 1024, 1024, null, null], embeddings.Select(bytes => bytes?.Length));
        Assert.True(JsonElement.DeepEquals(metadata.RootElement, scorers.RootElement));
        Assert.All(metadata.RootElement.GetProperty("scorers").EnumerateArray(), scorer => Assert.Matches("^[0-9a-f]{64}$", scorer.GetProperty("identity").GetString()));
    }

    private void AssertJsonLines(List<Dictionary<string, string>> csv)
    {
        List<JsonElement> lines = [.. File.ReadAllLines(At("s.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)];

        Assert.Equal(csv.Select(row => row["file"]), lines.Select(line => line.GetProperty("file").GetString()));
        Assert.Equal("truncated", lines[5].GetProperty("error").GetProperty("reason").GetString());
        foreach (var score in lines[2].GetProperty("scores").EnumerateArray())
        {
            Assert.Equal(csv[2][score.GetProperty("metric").GetString()!], score.GetProperty("value").GetDouble().ToString("R", CultureInfo.InvariantCulture));
            Assert.Matches("^[0-9a-f]{64}$", score.GetProperty("scorer").GetString());
        }
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);
}
