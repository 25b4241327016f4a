using System.Text.Json;

namespace QualitySuite.Cli.Tests.Compare;

/// <summary><c>quality compare</c> on real images with the starter pack.</summary>
public sealed class CompareCommandTests : IDisposable
{
    private const int Images = 12;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("quality-compare-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_blurred_copy_is_worse_in_blur_and_in_nothing_that_it_does_not_touch()
    {
        Draw("a", blur: 0);
        Draw("b", blur: 2.5f);
        var (code, output, _) = await Tool.RunAsync("compare", At("a"), At("b"), "--pack", Tool.Starter, "--out", At("c.json"), "--out", At("c.html"));
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(At("c.json"), TestContext.Current.CancellationToken));
        var metrics = json.RootElement.GetProperty("metrics").EnumerateArray().ToDictionary(m => m.GetProperty("metric").GetString()!);
        var set = json.RootElement.GetProperty("sets")[0];
        var html = await File.ReadAllTextAsync(At("c.html"), TestContext.Current.CancellationToken);

        Assert.Equal(0, code);
        Assert.Equal((true, Images), (json.RootElement.GetProperty("paired").GetBoolean(), json.RootElement.GetProperty("pairs").GetInt32()));
        Assert.Equal(("worse", "worse"), (Verdict("blur_effect"), Verdict("sharpness")));
        Assert.True(metrics["blur_effect"].GetProperty("interval")[0].GetDouble() > 0);
        Assert.Equal("cannot say: no image has it on both sides", metrics["clip_score"].GetProperty("reason").GetString());
        Assert.InRange(metrics["blur_effect"].GetProperty("adjustedP").GetDouble(), metrics["blur_effect"].GetProperty("pValue").GetDouble(), 0.05);
        Assert.True(set.GetProperty("cmmd").GetDouble() > 0.01 && set.GetProperty("frechet").GetDouble() > 0.01);
        Assert.InRange(set.GetProperty("vendiA").GetDouble(), 1, Images);
        Assert.Contains($"Paired by file name: {Images} pairs.", output, StringComparison.Ordinal);
        Assert.Contains("✗ B is worse", html, StringComparison.Ordinal);
        Assert.Contains("data:image/webp;base64,UklGR", html, StringComparison.Ordinal);

        string Verdict(string metric) => metrics[metric].GetProperty("verdict").GetString()!;
    }

    [Fact]
    public async Task Files_of_scores_compare_as_the_folder_they_came_from()
    {
        Draw("a", blur: 0);
        await File.WriteAllTextAsync(At("p.csv"), "file,prompt\n0.png,red disc\n1.png,blue disc\nonly-b.png,green disc\n", TestContext.Current.CancellationToken);
        Draw("b", blur: 0);
        Pictures.Draw(Path.Combine(At("b"), "only-b.png"), seed: 99);
        await File.WriteAllTextAsync(At("a.csv"), "file,prompt\n0.png,red disc\n1.png,green disc\n", TestContext.Current.CancellationToken);
        await Tool.RunAsync("score", At("a"), "--pack", Tool.Starter, "--prompts", At("a.csv"), "--embeddings", "--out", At("s.parquet"), "--out", At("s.jsonl"));
        var (fileCode, files, _) = await Tool.RunAsync("compare", At("s.parquet"), At("s.jsonl"));
        var (folderCode, folder, error) = await Tool.RunAsync("compare", At("s.parquet"), At("b"), "--prompts-b", At("p.csv"), "--pack", Tool.Starter);

        Assert.Equal((0, 0, ""), (fileCode, folderCode, error.Contains("quality:", StringComparison.Ordinal) ? error : ""));
        Assert.Contains("No metric could be tested.", files, StringComparison.Ordinal);
        Assert.Matches(@"sharpness +12 .* equal", files);
        Assert.Matches(@"As sets of 12 images each, .*CMMD 0", files);
        Assert.Contains("Left out: 1 only in B, 1 in both with different prompts.", folder, StringComparison.Ordinal);
        Assert.Matches(@"sharpness +11 .* equal", folder);
        Assert.Matches(@"clip_score +1 .*cannot say yet \(n = 1, needs 9\)", folder);
    }

    [Theory]
    [InlineData("neither a folder nor a .parquet or .jsonl file", "x.csv", "x.csv")]
    [InlineData("line 1:", "x.jsonl", "x.jsonl")]
    [InlineData("does not exist, neither as a folder nor as a file of scores", "x.csv", "none", "reversed")]
    [InlineData("has its prompts in it", "x.jsonl", "x.jsonl", "--prompts", "x.csv")]
    public async Task What_cannot_be_compared_is_said(string expected, string a, string b, params string[] rest)
    {
        await File.WriteAllTextAsync(At("x.csv"), "file,prompt\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(At("x.jsonl"), "nonsense\n", TestContext.Current.CancellationToken);
        string[] sides = rest is ["reversed"] ? [At(b), At(a)] : [At(a), At(b), .. rest];
        var (code, _, error) = await Tool.RunAsync(["compare", .. sides]);

        Assert.Equal(1, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0,0")]
    [InlineData("1e99,0")]
    public async Task An_embedding_that_has_no_direction_is_told_with_its_image(string values)
    {
        await File.WriteAllTextAsync(
            At("x.jsonl"), $$"""{"file":"a.png","scores":[],"embeddings":[{"encoder":"{{new string('e', 64)}}","values":[{{values}}]}]}""", TestContext.Current.CancellationToken);
        var (code, _, error) = await Tool.RunAsync("compare", At("x.jsonl"), At("x.jsonl"));

        Assert.Equal((1, $"quality: '{At("x.jsonl")}' cannot be compared: an embedding of 'a.png' has no finite length above zero."), (code, error.Trim()));
    }

    private void Draw(string folder, float blur)
    {
        Directory.CreateDirectory(At(folder));
        for (var i = 0; i < Images; i++)
        {
            Pictures.Draw(Path.Combine(At(folder), $"{i}.png"), seed: i, blur);
        }
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);
}
