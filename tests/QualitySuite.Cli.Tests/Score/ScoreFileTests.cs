using System.Text.Json;
using QualitySuite.Cli.Score;
using QualitySuite.Cli.Score.Outputs;
using QualitySuite.Contracts.Generations;
using QualitySuite.Scoring;

namespace QualitySuite.Cli.Tests.Score;

/// <summary>Files of scores hold what was scored.</summary>
public sealed class ScoreFileTests
{
    private static readonly string Encoder = new('e', 64);
    private static readonly ScoringFact[] Facts =
    [
        new ScoringFact("prompt_truncated", "It has 90 tokens.", ["clip_score"]),
        new ScoringFact(
            "prompt_words", "Of 2 words one.", ["clip_score"],
            new PromptWords("p", "clip", "judge", Judged: 2, [new PromptWord("red", 2, 3, "colour", 0.01, "green")], NotRead: 1, LeftOut: 0, Threshold: 0.1, "A hint.")),
    ];

    private static readonly ScoreSet Set = new()
    {
        Source = "folder",
        Scorers = [new ScorerIdentity("clip_score", new string('a', 64), "clip"), new ScorerIdentity("clip_score", new string('c', 64), "other"), new ScorerIdentity("sharpness", new string('b', 64), "laplacian")],
        Encoders = [new EncoderIdentity(Encoder, "clip", 2)],
        AbsentMetrics = [new AbsentMetric("aesthetic", "pack", "head", "not there")],
        Run = new ScoreRun("starter 1", "1.0", DateTimeOffset.UnixEpoch, 1.5, 2),
        Images =
        [
            new ScoredImage("a.png", "red \"ä\"\nround") { Width = 3, Height = 4, Values = [30.25, 12, 1.0 / 3], Facts = Facts, Embeddings = [new Embedding(Encoder, new[] { 0.6f, 0.8f })] },
            new ScoredImage("b.png", null) { Failure = new ImageFailure("truncated", "It ends early.") },
            new ScoredImage("c.png", null) { Width = 5, Height = 6, Values = [double.NaN, 7, 5e-324], Embeddings = [new Embedding(Encoder, new[] { 1f, 0f })] },
        ],
    };

    [Fact]
    public async Task Parquet_gives_back_every_field()
    {
        using var file = new MemoryStream();
        await ParquetScores.WriteAsync(Set, file, TestContext.Current.CancellationToken);
        file.Position = 0;
        var read = await ParquetScoreReader.ReadAsync("folder", file, TestContext.Current.CancellationToken);

        AssertSame(read);
        Assert.Equal(Set.Run, read.Run);
        Assert.Equal(Set.Scorers, read.Scorers);
        Assert.Equal(Set.AbsentMetrics, read.AbsentMetrics);
        Assert.Equal(Set.Encoders, read.Encoders);
    }

    [Fact]
    public async Task Json_lines_give_back_every_field_of_an_image()
    {
        using var file = new MemoryStream();
        await JsonlScores.WriteAsync(Set, file, TestContext.Current.CancellationToken);
        file.Position = 0;
        var read = await JsonlScores.ReadAsync("folder", file, TestContext.Current.CancellationToken);

        AssertSame(read);
        Assert.Equal(Set.Scorers.Select(s => (s.Metric, s.Identity)), read.Scorers.Select(s => (s.Metric, s.Identity)));
        Assert.Equal([(Encoder, 2)], read.Encoders.Select(e => (e.Identity, e.Dimension)));
    }

    [Theory]
    [InlineData("""{"file":"a","scores":[{"metric":"m","value":1}]}""", "line 1: an object with 'file' and 'scores' of")]
    [InlineData("""{"file":"a"}""", "line 1:")]
    [InlineData("\nnonsense", "line 2:")]
    [InlineData("""{"file":"a","scores":[{"metric":"m","value":1,"scorer":"s"},{"metric":"m","value":2,"scorer":"s"}]}""", "line 1: a score of 'm' by 's' is in it twice.")]
    [InlineData("""{"file":"a","scores":[{"metric":"m","value":1e999,"scorer":"s"}]}""", "line 1: an object with")]
    [InlineData("""{"file":"a","scores":[],"embeddings":[{"encoder":"e","values":null}]}""", "line 1: each of 'embeddings' needs 'encoder' and 'values'.")]
    [InlineData("""{"file":"a","scores":[],"embeddings":[{"encoder":"e","values":[]}]}""", "line 1: each of 'embeddings' needs")]
    [InlineData("""{"file":"a","scores":[],"embeddings":[null]}""", "line 1: each of 'embeddings' needs")]
    public async Task Json_lines_that_are_no_scores_are_refused_with_the_line(string text, string expected)
    {
        using var file = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        var exception = await Assert.ThrowsAsync<FormatException>(() => JsonlScores.ReadAsync("x", file, TestContext.Current.CancellationToken));

        Assert.StartsWith(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_parquet_is_refused()
    {
        using var file = new MemoryStream([.. "file,prompt\na,b\n"u8]);

        Assert.Contains("no Parquet", (await Assert.ThrowsAsync<FormatException>(() => ParquetScoreReader.ReadAsync("x", file, TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
    }

    private static void AssertSame(ScoreSet read)
    {
        Assert.Equal(Set.Images.Count, read.Images.Count);
        foreach (var (expected, image) in Set.Images.Zip(read.Images))
        {
            Assert.Equal((expected.File, expected.Prompt, expected.Width, expected.Height, expected.Failure), (image.File, image.Prompt, image.Width, image.Height, image.Failure));
            Assert.Equal(expected.Values, image.Values);
            Assert.Equal(JsonSerializer.Serialize(expected.Facts), JsonSerializer.Serialize(image.Facts));
            Assert.Equal(expected.Embeddings.Select(e => (e.Encoder, string.Join(' ', e.Values.ToArray()))), image.Embeddings.Select(e => (e.Encoder, string.Join(' ', e.Values.ToArray()))));
        }
    }
}
