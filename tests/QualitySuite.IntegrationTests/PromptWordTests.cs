using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using QualitySuite.Contracts;
using QualitySuite.Contracts.Generations;
using QualitySuite.Contracts.Pipeline;
using QualitySuite.Contracts.Scoring;
using SkiaSharp;

namespace QualitySuite.IntegrationTests;

/// <summary>Which words of its prompt an image does not show, from the shipped encoder.</summary>
public sealed class PromptWordTests(SharedSuite shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_generation_tells_the_word_that_its_image_does_not_show()
    {
        var scored = await SubmitAsync("words", "a photo of a red circle");

        var fact = Assert.Single(scored.Facts, fact => fact.Kind == "prompt_words");
        Assert.Equal(["clip_score"], fact.Metrics);
        Assert.Equal(("starter", "starter-clip", 1, 0, 0), (fact.Words!.Pack, fact.Words.Part, fact.Words.Judged, fact.Words.NotRead, fact.Words.LeftOut));
        var word = Assert.Single(fact.Words.Unmatched);
        Assert.Equal(("red", 13, 3, "colour", "green"), (word.Word, word.Start, word.Length, word.Class, word.Likelier));
        Assert.InRange(word.Probability, 0, fact.Words.Threshold);
        Assert.Matches("^[0-9a-f]{64}$", fact.Words.Judge);
    }

    [Fact]
    public async Task A_word_that_the_image_shows_is_judged_and_not_unmatched()
    {
        var words = (await SubmitAsync("words", "a photo of a green circle")).Facts.Single(fact => fact.Kind == "prompt_words").Words!;

        Assert.Equal((1, 0), (words.Judged, words.Unmatched.Count));
    }

    [Fact]
    public async Task A_word_where_the_encoder_no_longer_reads_is_not_judged()
    {
        var words = (await SubmitAsync("words", $"a green circle, {string.Join(' ', Enumerable.Repeat("photo", 60))}, red")).Facts.Single(fact => fact.Kind == "prompt_words").Words!;

        Assert.Equal((1, 1, 0), (words.Judged, words.NotRead, words.Unmatched.Count));
    }

    [Fact]
    public async Task Scoring_again_says_it_anew()
    {
        var before = await SubmitAsync("words-again", "a photo of a red circle");
        await using var connection = await shared.Running.Database.OpenConnectionAsync(Cancellation);
        await connection.ExecuteAsync("update scoring.completions set facts = '[]' where generation_id = @id", new { before.Id });
        var now = TimeProvider.System.GetUtcNow();

        await shared.Running.Client.RescoreAsync(
            new RescoreRequest { From = now - TimeSpan.FromHours(1), To = now + TimeSpan.FromHours(1), App = "words-again" }, Cancellation);
        Generation after;
        while ((after = await shared.Running.Client.GetGenerationAsync(before.Id, Cancellation)).Facts.Count == 0)
        {
            await Task.Delay(50, Cancellation);
        }

        Assert.Equal(Json(before.Facts), Json(after.Facts));
        Assert.Equal(Json(before.Scores), Json(after.Scores));
    }

    [Fact]
    public async Task A_waiting_caller_is_told_too_unless_other_metrics_are_asked_for()
    {
        var stored = await SubmitAsync("words", "a photo of a red circle");

        var answer = await ScoreAsync(new ScoreRequest { Prompt = "a photo of a red circle", Metrics = ["clip_score"] });
        var other = await ScoreAsync(new ScoreRequest { Prompt = "a photo of a red circle", Metrics = ["contrast"] });

        Assert.Equal(stored.Facts.Single(f => f.Words is not null).Detail, Assert.Single(answer.Facts).Detail);
        Assert.Empty(other.Facts);
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, QualityJson.Options);

    private async Task<Generation> SubmitAsync(string app, string prompt)
    {
        var submission = new GenerationSubmission { Id = Guid.NewGuid().ToString(), App = app, Prompt = prompt, Model = new ModelInfo("m", "1") };
        var accepted = await shared.Running.Client.SubmitGenerationAsync(submission, TestImages.Disc(SKColors.ForestGreen), "image/png", Cancellation);
        return await shared.Running.WaitForScoresAsync(accepted.Id, Cancellation);
    }

    private async Task<ScoreAnswer> ScoreAsync(ScoreRequest request)
    {
        using var worker = shared.Running.HttpFor("scoring-worker");
        using var file = new ByteArrayContent(TestImages.Disc(SKColors.ForestGreen));
        file.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        using var form = new MultipartFormDataContent { { file, "image", "image" }, { JsonContent.Create(request, options: QualityJson.Options), "metadata" } };
        using var response = await worker.PostAsync(new Uri("/v1/score", UriKind.Relative), form, Cancellation);
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<ScoreAnswer>(QualityJson.Options, Cancellation))!;
    }
}
