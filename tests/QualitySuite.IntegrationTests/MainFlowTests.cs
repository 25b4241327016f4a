using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using Dapper;
using QualitySuite.Client;
using QualitySuite.Contracts.Generations;
using SkiaSharp;

namespace QualitySuite.IntegrationTests;

public sealed class MainFlowTests(SharedSuite shared)
{
    private static readonly string[] Expected =
    [
        "clip_score", "brisque", "sharpness", "blur_effect", "noise_sigma", "blockiness", "banding", "contrast", "colourfulness", "exposure_clipping", "blank",
        "artifact_any", "artifact_blur", "artifact_noise", "artifact_oversaturation", "artifact_banding", "artifact_checkerboard", "artifact_seam", "artifact_jpeg_blocks",
        "artifact_blank", "artifact_watermark_text", "artifact_grey", "unsafe_any", "unsafe_porn", "unsafe_hentai", "unsafe_sexy",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_ingested_image_has_every_installed_score_within_three_seconds()
    {
        var started = Stopwatch.GetTimestamp();
        var accepted = await shared.Running.SubmitAsync("main-flow", TestImages.Draw(1, 512, 512), Cancellation);
        var scored = await shared.Running.WaitForScoresAsync(accepted.Id, Cancellation);

        Assert.Equal((ScoringStatus.Pending, ScoringStatus.Scored), (accepted.Status, scored.Status));
        Assert.Equal(Expected, scored.Scores.Select(score => score.Metric));
        Assert.All(scored.Scores, score => Assert.Matches("^[0-9a-f]{64}$", score.Scorer));
        Assert.All(scored.Scores, score => Assert.True(score.Primary));
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(3), $"It took {Stopwatch.GetElapsedTime(started)}.");
    }

    [Fact]
    public async Task A_scored_image_leaves_its_embedding_in_half_precision_and_of_length_one()
    {
        var accepted = await shared.Running.SubmitAsync("embedding", TestImages.Draw(8, 96, 96), Cancellation);
        await shared.Running.WaitForScoresAsync(accepted.Id, Cancellation);

        await using var connection = await shared.Running.Database.OpenConnectionAsync(Cancellation);
        var (dimension, bytes) = await connection.QuerySingleAsync<(int Dimension, byte[] HalfValues)>(
            "select dimension, half_values from scoring.embedding_facts where generation_id = @id", new { id = accepted.Id });
        var values = MemoryMarshal.Cast<byte, Half>(bytes.AsSpan()).ToArray().Select(value => (double)value).ToList();
        Assert.Equal(dimension, values.Count);
        Assert.Equal(1, values.Sum(value => value * value), 1e-2);
    }

    [Fact]
    public async Task A_prompt_longer_than_the_encoder_reads_is_scored_and_says_so()
    {
        var submission = new GenerationSubmission
        {
            Id = Guid.NewGuid().ToString(),
            App = "truncated",
            Prompt = string.Join(' ', Enumerable.Repeat("apple", 60)),
            Model = new ModelInfo("m", "1"),
        };
        var accepted = await shared.Running.Client.SubmitGenerationAsync(submission, TestImages.Draw(9, 96, 96), "image/jpeg", Cancellation);
        var scored = await shared.Running.WaitForScoresAsync(accepted.Id, Cancellation);

        var fact = Assert.Single(scored.Facts, fact => fact.Kind == "prompt_truncated");
        Assert.Equal("The prompt has 62 tokens; \"starter-clip\" reads 40, so that the score is about its beginning.", fact.Detail);
        Assert.Equal(["clip_score"], fact.Metrics);
    }

    [Fact]
    public async Task A_repeated_id_gives_the_first_answer_and_changes_nothing()
    {
        var id = Guid.NewGuid();
        var first = new GenerationSubmission { Id = id.ToString(), App = "repeat", Prompt = "first", Model = new ModelInfo("m", "1") };
        await shared.Running.Client.SubmitGenerationAsync(first, TestImages.Draw(2), "image/jpeg", Cancellation);
        var scored = await shared.Running.WaitForScoresAsync(id, Cancellation);

        var again = await shared.Running.Client.SubmitGenerationAsync(first with { Prompt = "second" }, TestImages.Draw(3), "image/jpeg", Cancellation);

        Assert.Equal(new GenerationAccepted(id, ScoringStatus.Pending, new GenerationLinks($"/v1/generations/{id}", $"/v1/generations/{id}/image")), again);
        var stored = await shared.Running.Client.GetGenerationAsync(id, Cancellation);
        Assert.Equal(("first", scored.Image!.Sha256), (stored.Prompt, stored.Image!.Sha256));
    }

    [Theory]
    [InlineData(GenerationOutcome.Failed)]
    [InlineData(GenerationOutcome.Blocked)]
    public async Task An_outcome_without_an_image_is_recorded_and_not_scored(GenerationOutcome outcome)
    {
        var submission = new GenerationSubmission { App = "outcomes", Prompt = "p", Model = new ModelInfo("m", "1"), Outcome = outcome, Error = "why" };
        var accepted = await shared.Running.Client.SubmitGenerationAsync(submission, default, "", Cancellation);
        var stored = await shared.Running.Client.GetGenerationAsync(accepted.Id, Cancellation);

        Assert.Equal((ScoringStatus.NotScored, null), (accepted.Status, accepted.Links.Image));
        Assert.Equal((outcome, "why", ScoringStatus.NotScored), (stored.Outcome, stored.Error, stored.Status));
    }

    [Fact]
    public async Task The_image_comes_back_as_it_was_sent_and_as_thumbnails()
    {
        var bytes = TestImages.Draw(4, 800, 400, SKEncodedImageFormat.Png);
        var accepted = await shared.Running.SubmitAsync("images", bytes, Cancellation);
        var path = $"/v1/generations/{accepted.Id}/image";

        using var original = await shared.Running.Api.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        Assert.Equal(bytes, await original.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal("image/png", original.Content.Headers.ContentType!.MediaType);

        using var conditional = new HttpRequestMessage(HttpMethod.Get, path);
        conditional.Headers.IfNoneMatch.Add(original.Headers.ETag!);
        using var unchanged = await shared.Running.Api.SendAsync(conditional, Cancellation);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);

        using var thumbnail = SKBitmap.Decode(await shared.Running.Api.GetByteArrayAsync(new Uri(path + "?size=256", UriKind.Relative), Cancellation));
        Assert.Equal((256, 128), (thumbnail.Width, thumbnail.Height));

        using var wrong = await shared.Running.Api.GetAsync(new Uri(path + "?size=300", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    [Fact]
    public async Task Pages_of_a_list_hold_every_generation_once_in_every_order()
    {
        for (var i = 0; i < 7; i++)
        {
            var accepted = await shared.Running.SubmitAsync("paging", TestImages.Draw(100 + i), Cancellation);
            await shared.Running.WaitForScoresAsync(accepted.Id, Cancellation);
        }

        foreach (var order in (string[])["newest", "oldest", "metric_asc", "metric_desc"])
        {
            var seen = new List<GenerationSummary>();
            string? cursor = null;
            do
            {
                var page = await shared.Running.Client.ListGenerationsAsync(
                    new GenerationQuery { App = "paging", Order = order, Metric = "sharpness", Limit = 3, Cursor = cursor }, Cancellation);
                seen.AddRange(page.Items);
                cursor = page.NextCursor;
            }
            while (cursor is not null);

            Assert.Equal(7, seen.Select(g => g.Id).Distinct().Count());
            Assert.Equal(7, seen.Count);
            var keys = seen.ConvertAll(g => order.StartsWith("metric", StringComparison.Ordinal) ? g.Scores.Single(s => s.Metric == "sharpness").Value : g.CreatedAt.UtcTicks);
            Assert.Equal(order is "newest" or "metric_desc" ? keys.OrderDescending() : keys.Order(), keys);
        }
    }
}
