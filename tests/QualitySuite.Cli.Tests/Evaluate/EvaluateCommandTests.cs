using System.Text.Json;
using System.Text.RegularExpressions;

namespace QualitySuite.Cli.Tests.Evaluate;

/// <summary><c>quality evaluate starter</c>, on few images.</summary>
public sealed class EvaluateCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("quality-evaluate-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_shipped_pack_is_evaluated_and_the_files_say_what_is_printed()
    {
        var (code, output, error) = await EvaluateAsync("--pack", Tool.Starter, "--out", At("e.md"), "--out", At("e.json"));
        var markdown = await File.ReadAllTextAsync(At("e.md"), TestContext.Current.CancellationToken);
        using var json = await ReadAsync("e.json");
        var mismatches = json.RootElement.GetProperty("mismatches").EnumerateArray().ToDictionary(row => row.GetProperty("kind").GetString()!);

        Assert.Equal(0, code);
        Assert.Equal($"{markdown}\nWritten: {At("e.md")}, {At("e.json")}\n", output);
        Assert.Contains("| what is wrong | pairs | AUC | interval | in order | interval |\n| --- |", markdown, StringComparison.Ordinal);
        Assert.Contains("The card's figures are of 800 scenes.", markdown, StringComparison.Ordinal);
        Assert.Contains("images to draw and score", error, StringComparison.Ordinal);

        // What any dual encoder of this domain can do; the goals themselves are of more images.
        Assert.InRange(mismatches["prompt of another image"].GetProperty("area").GetDouble(), 0.85, 1);
        Assert.InRange(mismatches["wrong attribute"].GetProperty("area").GetDouble(), 0.6, 1);
        Assert.Equal(40, mismatches["wrong count"].GetProperty("inOrder").GetProperty("of").GetInt32());
        Assert.Equal(
            40, mismatches.Where(row => row.Key.StartsWith("of these", StringComparison.Ordinal)).Sum(row => row.Value.GetProperty("inOrder").GetProperty("of").GetInt32()));
        Assert.Equal(["colour", "count", "object", "relation", "place"], json.RootElement.GetProperty("words").GetProperty("classes").EnumerateArray().Select(row => row.GetProperty("class").GetString()!));
        Assert.Contains("### Words of prompts, by ", markdown, StringComparison.Ordinal);
        Assert.Equal(["photo", "watercolour", "sketch", "pixel_art"], json.RootElement.GetProperty("styles").EnumerateArray().Select(row => row.GetProperty("style").GetString()!));
    }

    [Fact]
    public async Task The_committed_evaluation_is_of_the_scorers_that_ship()
    {
        var (_, output, _) = await EvaluateAsync("--pack", Tool.Starter);
        var committed = await File.ReadAllTextAsync(Path.Combine(Tool.Starter, "cards", "evaluation.md"), TestContext.Current.CancellationToken);

        Assert.Contains(Regex.Match(output, " on starter [^:]+:").Value, committed, StringComparison.Ordinal);
        Assert.Matches(" on starter [0-9.]+, clip_score by [0-9a-f]{12}, artifact_any by [0-9a-f]{12}:", committed);
    }

    [Fact]
    public async Task The_tables_are_the_same_whatever_the_number_of_threads()
    {
        var (_, one, _) = await EvaluateAsync("--pack", Tool.Starter, "--threads", "1");
        var (_, three, _) = await EvaluateAsync("--pack", Tool.Starter, "--threads", "3");

        Assert.Equal(one, three);
    }

    [Fact]
    public async Task A_pack_of_one_label_has_its_figures_and_what_it_lacks_is_named()
    {
        DarknessPack.Write(_folder, "artifact_blank", threshold: 0.9);
        var (code, output, error) = await EvaluateAsync("--pack", _folder.FullName, "--out", At("e.json"), "--strict");
        using var json = await ReadAsync("e.json");
        var row = Assert.Single(json.RootElement.GetProperty("artifacts").EnumerateArray());

        Assert.Equal(1, code);
        Assert.Contains("absent and not evaluated: clip_score, artifact_blur,", error, StringComparison.Ordinal);
        Assert.Contains("artifact_any: no part of the pack gives it", output, StringComparison.Ordinal);
        Assert.DoesNotContain("### clip_score", output, StringComparison.Ordinal);
        Assert.Equal([1.0, 1.0, 1.0], row.GetProperty("severities").EnumerateArray().Select(severity => severity.GetProperty("area").GetDouble()));
        Assert.Equal((5, 5), (row.GetProperty("found").GetProperty("count").GetInt32(), row.GetProperty("found").GetProperty("of").GetInt32()));
        Assert.Equal((0, 40), (row.GetProperty("falseAlarms").GetProperty("count").GetInt32(), row.GetProperty("falseAlarms").GetProperty("of").GetInt32()));
        Assert.Contains("| each artifact at medium severity: AUC | at least 0.950 | at worst 1.000 (artifact_blank); 9 of 10 absent | not measured |", output, StringComparison.Ordinal);
        Assert.Contains("| wrong attribute: AUC | at least 0.850 | - | not measured |", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_that_an_image_shows_are_likelier_than_those_in_whose_place_it_shows_something_else()
    {
        await EvaluateAsync("--pack", Tool.Starter, "--out", At("e.json"));
        using var json = await ReadAsync("e.json");
        var classes = json.RootElement.GetProperty("words").GetProperty("classes").EnumerateArray().ToDictionary(row => row.GetProperty("class").GetString()!);

        // No fault of the simulator changes the place, so there is nothing to compare it with.
        Assert.True(classes.Remove("place"));
        Assert.All(classes.Values, row => Assert.InRange(row.GetProperty("area").GetDouble(), 0.8, 1));
        Assert.All(classes.Values, row => Assert.InRange(row.GetProperty("unmatched").GetProperty("share").GetDouble(), row.GetProperty("falselyUnmatched").GetProperty("share").GetDouble() + 0.2, 1));

        // One wrong count an image, and one or two colours.
        Assert.Equal(40, classes["count"].GetProperty("unmatched").GetProperty("of").GetInt32());
        Assert.InRange(classes["colour"].GetProperty("unmatched").GetProperty("of").GetInt32(), 41, 79);
        Assert.Equal(classes["count"].GetProperty("falselyUnmatched").GetProperty("of").GetInt32(), classes["colour"].GetProperty("falselyUnmatched").GetProperty("of").GetInt32());
    }

    [Fact]
    public async Task Banding_is_asked_of_every_style_but_the_one_that_is_drawn_in_bands_and_the_text_says_so()
    {
        DarknessPack.Write(_folder, "artifact_banding", threshold: 0.5);
        var (_, output, _) = await EvaluateAsync("--pack", _folder.FullName, "--out", At("e.json"));
        using var json = await ReadAsync("e.json");
        var row = Assert.Single(json.RootElement.GetProperty("artifacts").EnumerateArray());

        Assert.Equal(["photo", "watercolour", "sketch"], row.GetProperty("styles").EnumerateArray().Select(style => style.GetString()!));
        Assert.Equal((5, 40), (row.GetProperty("found").GetProperty("of").GetInt32(), row.GetProperty("falseAlarms").GetProperty("of").GetInt32()));
        Assert.Contains("\nartifact_banding is not asked of pixel art, which is drawn in flat tones and bands on purpose", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_threshold_nothing_is_found_and_nothing_alarms()
    {
        DarknessPack.Write(_folder, "artifact_seam", threshold: null);
        var (code, output, _) = await EvaluateAsync("--pack", _folder.FullName);

        Assert.Equal(0, code);
        Assert.DoesNotContain("is not asked of", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Words of prompts", output, StringComparison.Ordinal);
        Assert.Matches(@"\| artifact_seam \| 0\.\d{3} \| 0\.\d{3} \| 0\.\d{3} to 0\.\d{3} \| 0\.\d{3} \| none \| - \| - \| - \| - \|", output);
        Assert.Matches(@"each artifact at medium severity: AUC \| at least 0.950 \| 0\.\d{3} \(artifact_seam\); 9 of 10 absent \| missed", output);
    }

    [Theory]
    [InlineData("sharp", false, "unsafe_any", "There is nothing to evaluate. clip_score, artifact_blur,")]
    [InlineData("damaged", true, "artifact_seam", "artifact_seam: The file 'darkness.onnx' has the SHA-256")]
    public async Task A_pack_without_anything_to_evaluate_is_an_error_that_says_why(string name, bool damaged, string metric, string expected)
    {
        DarknessPack.Write(_folder.CreateSubdirectory(name), metric, threshold: 0.5, damaged);
        var (code, output, error) = await EvaluateAsync("--pack", At(name));

        Assert.Equal((1, ""), (code, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--images lies between 40 and 100000.", "--images", "39")]
    [InlineData(2, "ends in none of .md, .json.", "--out", "e.txt")]
    [InlineData(2, "--threads lies between 1 and 256.", "--threads", "0")]
    [InlineData(1, "lies in a folder that does not exist.", "--out", "/nowhere/e.md")]
    [InlineData(1, "pack.json", "--pack", "/nowhere")]
    public async Task What_makes_no_sense_is_said_before_anything_is_drawn(int expectedCode, string expected, params string[] options)
    {
        var (code, _, error) = await Tool.RunAsync(["evaluate", "starter", .. options]);

        Assert.Equal(expectedCode, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain("images to draw", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Control_c_stops_it_within_seconds_and_leaves_the_outputs_as_they_were()
    {
        await File.WriteAllTextAsync(At("old.md"), "old", TestContext.Current.CancellationToken);
        using var process = ToolProcess.Start(["evaluate", "starter", "--pack", Tool.Starter, "--images", "4000", "--out", At("old.md")]);
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && !line.Contains("images to draw", StringComparison.Ordinal))
        {
        }

        var told = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await ToolProcess.InterruptAsync(process);

        Assert.EndsWith("quality: stopped; nothing was written.\n", await told, StringComparison.Ordinal);
        Assert.Equal(130, process.ExitCode);
        Assert.Equal("old", await File.ReadAllTextAsync(At("old.md"), TestContext.Current.CancellationToken));
        Assert.Equal(["old.md"], _folder.GetFiles().Select(file => file.Name));
    }

    private static Task<(int Code, string Output, string Error)> EvaluateAsync(params string[] options) =>
        Tool.RunAsync(["evaluate", "starter", "--images", "40", .. options]);

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private async Task<JsonDocument> ReadAsync(string name) => JsonDocument.Parse(await File.ReadAllTextAsync(At(name), TestContext.Current.CancellationToken));
}
