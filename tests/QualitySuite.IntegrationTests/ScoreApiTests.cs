using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using QualitySuite.Client;
using QualitySuite.Contracts;
using QualitySuite.Contracts.Scoring;

namespace QualitySuite.IntegrationTests;

/// <summary><c>POST /v1/score</c>: scores for a caller who waits.</summary>
public sealed class ScoreApiTests(SharedSuite shared) : IDisposable
{
    private static readonly Uri Route = new("/v1/score", UriKind.Relative);
    private HttpClient? _worker;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private HttpClient Worker => _worker ??= shared.Running.HttpFor("scoring-worker");

    public void Dispose() => _worker?.Dispose();

    [Fact]
    public async Task An_image_gets_the_scores_that_it_gets_through_the_queue_and_nothing_is_stored()
    {
        var image = TestImages.Draw(77, 320, 200);
        var accepted = await shared.Running.SubmitAsync("score-api", image, Cancellation);
        var stored = await shared.Running.WaitForScoresAsync(accepted.Id, Cancellation);

        var answer = await ScoreAsync(image, new ScoreRequest { Prompt = "circles" });

        Assert.Equal(Suite.ScoresOfAnImage, answer.Scores.Count);
        Assert.Equal(
            stored.Scores.OrderBy(s => s.Scorer, StringComparer.Ordinal).Select(s => (s.Metric, s.Scorer, Math.Round(s.Value, 4))),
            answer.Scores.OrderBy(s => s.Scorer, StringComparer.Ordinal).Select(s => (s.Metric, s.Scorer, Math.Round(s.Value, 4))));
        Assert.True(answer.ElapsedMs > 0);
        Assert.Equal(Suite.ScoresOfAnImage, await CountScoresAsync("score-api"));
    }

    [Fact]
    public async Task The_image_of_a_waiting_caller_is_not_kept()
    {
        var kept = TestImages.Draw(80);
        var accepted = await shared.Running.SubmitAsync("score-api-kept", kept, Cancellation);
        await shared.Running.WaitForScoresAsync(accepted.Id, Cancellation);
        var scored = TestImages.Draw(81);

        await ScoreAsync(scored, new ScoreRequest());

        Assert.Equal([true, false], new[] { kept, scored }.Select(IsInTheStore));
    }

    [Fact]
    public async Task Only_the_metrics_that_are_asked_for_come_and_one_that_is_not_installed_says_how_to_get_it()
    {
        var answer = await ScoreAsync(TestImages.Draw(78), new ScoreRequest { Metrics = ["unsafe_any", "sharpness", "clip_score", "aesthetic"] });

        Assert.Equal(["sharpness", "unsafe_any"], answer.Scores.Select(s => s.Metric).Order());
        Assert.Equal(["aesthetic"], answer.Facts.Single(f => f.Kind == "not_installed").Metrics!);
        Assert.Contains("quality models pull aesthetic-v2", answer.Facts.Single(f => f.Kind == "not_installed").Detail, StringComparison.Ordinal);
        Assert.Equal(["clip_score"], answer.Facts.Single(f => f.Kind == "not_applicable").Metrics!);
    }

    [Fact]
    public async Task Plain_form_fields_do_as_well_as_json()
    {
        using var form = Form(TestImages.Draw(79));
        form.Add(new StringContent("circles"), "prompt");
        form.Add(new StringContent("clip_score, contrast"), "metrics");
        using var response = await Worker.PostAsync(Route, form, Cancellation);

        var answer = await response.Content.ReadFromJsonAsync<ScoreAnswer>(QualityJson.Options, Cancellation);

        Assert.Equal(["clip_score", "contrast"], answer!.Scores.Select(s => s.Metric).Order());
        Assert.Equal(["prompt_words"], answer.Facts.Select(f => f.Kind));
    }

    [Fact]
    public async Task Many_callers_at_once_get_what_each_gets_alone()
    {
        var images = Enumerable.Range(0, 24).Select(i => TestImages.Draw(200 + i, 128 + i, 128)).ToList();
        var wanted = new ScoreRequest { Prompt = "circles" };
        var alone = new List<ScoreAnswer>();
        foreach (var image in images.Take(4))
        {
            alone.Add(await ScoreAsync(image, wanted));
        }

        var together = await Task.WhenAll(images.Select(image => ScoreAsync(image, wanted)));

        foreach (var (one, other) in alone.Zip(together))
        {
            Assert.All(one.Scores.Zip(other.Scores), pair =>
            {
                Assert.Equal(pair.First.Scorer, pair.Second.Scorer);
                Assert.Equal(pair.First.Value, pair.Second.Value, 1e-3);
            });
        }
    }

    [Fact]
    public async Task Callers_beyond_the_limit_are_told_to_come_again()
    {
        var image = TestImages.Draw(300, 512, 512);
        var responses = await Task.WhenAll(Enumerable.Range(0, 64).Select(async _ =>
        {
            using var form = Form(image);
            return await Worker.PostAsync(Route, form, Cancellation);
        }));

        Assert.All(responses, r => Assert.Contains(r.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable }));
        Assert.Contains(responses, r => r.StatusCode == HttpStatusCode.OK);
        var refused = responses.First(r => r.StatusCode == HttpStatusCode.ServiceUnavailable);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Contains("urn:qualitysuite:error:unavailable", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal(Suite.ScoresOfAnImage - 1, (await ScoreAsync(image, new ScoreRequest())).Scores.Count);
        Array.ForEach(responses, r => r.Dispose());
    }

    [Theory]
    [InlineData("not-an-image", HttpStatusCode.UnprocessableEntity, "image: ")]
    [InlineData("no-image", HttpStatusCode.BadRequest, "the part \"image\"")]
    [InlineData("two-images", HttpStatusCode.BadRequest, "the part \"image\"")]
    [InlineData("unknown-metric", HttpStatusCode.BadRequest, "'beauty'")]
    [InlineData("feedback-metric", HttpStatusCode.BadRequest, "'thumbs_up_rate'")]
    [InlineData("null-metric", HttpStatusCode.BadRequest, "'null'")]
    [InlineData("long-prompt", HttpStatusCode.BadRequest, "At most 10,000 characters; this string has 10,001.")]
    [InlineData("broken-json", HttpStatusCode.BadRequest, "invalid_json")]
    [InlineData("no-form", HttpStatusCode.UnsupportedMediaType, "unsupported_media_type")]
    [InlineData("half-a-form", HttpStatusCode.BadRequest, "malformed")]
    public async Task A_bad_request_is_told_what_is_wrong_with_it(string request, HttpStatusCode status, string said)
    {
        using var response = await Worker.PostAsync(Route, BadRequest(request), Cancellation);

        var body = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(status == response.StatusCode, body);
        Assert.Contains(said, Texts(JsonDocument.Parse(body).RootElement), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_may_only_read_may_not_score()
    {
        using var reader = await shared.Running.ClientWithKeyAsync(null, ["read"], Cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Worker.BaseAddress!, Route)) { Content = Form(TestImages.Draw(1)) };
        request.Headers.Add("X-Api-Key", reader.DefaultRequestHeaders.GetValues("X-Api-Key"));
        using var http = new HttpClient();
        using var response = await http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    private static HttpContent BadRequest(string kind)
    {
        var image = TestImages.Draw(1);
        switch (kind)
        {
            case "not-an-image":
                return Form([1, 2, 3, 4, 5, 6, 7, 8]);
            case "no-image":
                return new MultipartFormDataContent { { new StringContent("{}"), "metadata" } };
            case "two-images":
                var two = Form(image);
                two.Add(new ByteArrayContent(image), "image", "second.jpg");
                return two;
            case "no-form":
                return JsonContent.Create(new ScoreRequest());
            case "half-a-form":
                var half = new ByteArrayContent("--x\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a\"\r\n\r\nabc"u8.ToArray());
                half.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
                return half;
            default:
                var form = Form(image);
                form.Add(new StringContent(kind switch
                {
                    "unknown-metric" => """{"metrics":["beauty"]}""",
                    "feedback-metric" => """{"metrics":["thumbs_up_rate"]}""",
                    "null-metric" => """{"metrics":[null]}""",
                    "long-prompt" => JsonSerializer.Serialize(new { prompt = new string('a', 10_001) }),
                    _ => "{",
                }), "metadata");
                return form;
        }
    }

    private static MultipartFormDataContent Form(byte[] image) => new() { { new ByteArrayContent(image), "image", "image.jpg" } };

    /// <summary>All that a problem says, without the JSON around it.</summary>
    private static string Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => string.Join('\n', element.EnumerateObject().Select(p => Texts(p.Value))),
        JsonValueKind.Array => string.Join('\n', element.EnumerateArray().Select(Texts)),
        _ => element.ToString(),
    };

    private Task<ScoreAnswer> ScoreAsync(byte[] image, ScoreRequest wanted) => new ScoringClient(Worker).ScoreAsync(image, wanted, Cancellation);

    private bool IsInTheStore(byte[] image)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(image));
        return Directory.EnumerateFiles(shared.Running.ImageFolder, "*", SearchOption.AllDirectories)
            .Any(file => file.Replace("/", "", StringComparison.Ordinal).Contains(hash[8..], StringComparison.OrdinalIgnoreCase));
    }

    private async Task<long> CountScoresAsync(string app)
    {
        await using var connection = await shared.Running.Database.OpenConnectionAsync(Cancellation);
        return await connection.ExecuteScalarAsync<long>("""
            select count(*) from scoring.scores s join feedback.generations g on g.created_at = s.generation_created_at and g.id = s.generation_id
            where g.app = @app
            """, new { app });
    }
}
