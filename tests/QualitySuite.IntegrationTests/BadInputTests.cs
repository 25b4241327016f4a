using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.IntegrationTests;

public sealed class BadInputTests(SharedSuite shared)
{
    private const string Good = """{"app":"bad-input","prompt":"p","model":{"name":"m","version":"1"}}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, HttpStatusCode, string> RefusedImages => new()
    {
        { "text", HttpStatusCode.UnprocessableEntity, "not_an_image" },
        { "empty", HttpStatusCode.UnprocessableEntity, "not_an_image" },
        { "truncated.png", HttpStatusCode.UnprocessableEntity, "truncated_image" },
        { "bomb.png", HttpStatusCode.UnprocessableEntity, "too_many_pixels" },
        { "animated.gif", HttpStatusCode.UnsupportedMediaType, "unsupported_media_type" },
    };

    [Theory]
    [MemberData(nameof(RefusedImages))]
    public async Task An_image_that_cannot_be_used_is_refused_with_its_reason(string image, HttpStatusCode status, string error)
    {
        using var response = await PostAsync(Good, Bytes(image));

        await AssertProblemAsync(response, status, error);
    }

    // The fixtures are smaller than the 16 pixels that BRISQUE needs at its second scale.
    [Theory]
    [InlineData("cmyk.jpg", Suite.ScoresOfAnImage - 1)]
    [InlineData("rgb16.png", Suite.ScoresOfAnImage - 1)]
    [InlineData("orientation_6.jpg", Suite.ScoresOfAnImage - 1)]
    [InlineData("lossy.webp", Suite.ScoresOfAnImage - 1)]
    [InlineData("palette.png", Suite.ScoresOfAnImage - 1)]
    [InlineData("alpha.png", Suite.ScoresOfAnImage - 1)]
    [InlineData("1x1", Suite.ScoresOfAnImage - 1)]
    [InlineData("large.webp", Suite.ScoresOfAnImage)]
    public async Task An_unusual_image_is_scored(string image, int scores)
    {
        using var response = await PostAsync(Good, Bytes(image));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);

        var generation = await shared.Running.WaitForScoresAsync(await IdOfAsync(response), Cancellation);
        Assert.Equal(ScoringStatus.Scored, generation.Status);
        Assert.Equal(scores, generation.Scores.Count);
        Assert.Equal(scores == Suite.ScoresOfAnImage, !generation.Facts.Any(fact => fact.Kind == "not_applicable"));
    }

    [Theory]
    [InlineData("""{"prompt":"p","model":{"name":"m","version":"1"}}""", "app")]
    [InlineData("""{"app":"a","prompt":"p"}""", "model")]
    [InlineData("""{"app":"a","prompt":"p","model":{"name":"m"}}""", "model.version")]
    [InlineData("""{"id":"42","app":"a","prompt":"p","model":{"name":"m","version":"1"}}""", "id")]
    [InlineData("""{"app":"a","prompt":"a\u0000b","model":{"name":"m","version":"1"}}""", "prompt")]
    [InlineData("""{"app":"a","prompt":"p","model":{"name":"m","version":"1"},"createdAt":"2020-01-01T00:00:00Z"}""", "createdAt")]
    [InlineData("""{"app":"a","prompt":"p","model":{"name":"m","version":"1"},"createdAt":"2999-01-01T00:00:00Z"}""", "createdAt")]
    [InlineData("""{"app":"a","prompt":"p","model":{"name":"m","version":"1"},"width":0}""", "width")]
    [InlineData("""{"app":"a","prompt":"p","model":{"name":"m","version":"1"},"parent":{"id":"x","relation":"edit"}}""", "parent.id")]
    [InlineData("""{"app":"a","prompt":"p","model":{"name":"m","version":"1"},"imageUrl":"http://127.0.0.1/"}""", "imageUrl")]
    public async Task A_wrong_field_is_named(string json, string field)
    {
        using var response = await PostJsonAsync(json);

        var problem = await AssertProblemAsync(response, HttpStatusCode.BadRequest, "validation");
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
    }

    [Fact]
    public async Task A_prompt_over_the_limit_is_refused_with_the_limit_and_its_length()
    {
        using var response = await PostJsonAsync(Good.Replace("\"p\"", $"\"{new string('x', 20_000)}\"", StringComparison.Ordinal));

        var problem = await AssertProblemAsync(response, HttpStatusCode.BadRequest, "validation");
        Assert.Equal("At most 10,000 characters; this string has 20,000.", problem.GetProperty("errors").GetProperty("prompt")[0].GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"app":1}""")]
    [InlineData("""{"app":"a","prompt":"\ud800","model":{"name":"m","version":"1"}}""")]
    [InlineData("""{"app":"a","outcome":"splendid"}""")]
    [InlineData("""{"app":"a","createdAt":"yesterday"}""")]
    [InlineData("""{"app":"a","latencyMs":1e999}""")]
    public async Task Malformed_json_is_a_400(string json)
    {
        using var response = await PostJsonAsync(json);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Unknown_fields_are_ignored()
    {
        using var response = await PostJsonAsync(Good.Replace("{\"app\"", "{\"extra\":{\"deep\":[1,2]},\"app\"", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Fact]
    public async Task A_body_of_100_MB_is_refused_and_the_next_request_is_served()
    {
        try
        {
            using var response = await PostAsync(Good, new byte[100_000_000]);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        }
        catch (HttpRequestException e)
        {
            // The server closes the connection while the client is still sending; the answer may be lost with it.
            Assert.IsType<IOException>(e.InnerException, exactMatch: false);
        }

        using var next = await PostAsync(Good, TestImages.Draw(5));
        Assert.Equal(HttpStatusCode.Created, next.StatusCode);
    }

    [Theory]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("multipart/form-data", HttpStatusCode.BadRequest)]
    [InlineData("multipart/form-data; boundary=x", HttpStatusCode.BadRequest)]
    public async Task A_body_of_another_kind_is_refused(string type, HttpStatusCode status)
    {
        using var content = new ByteArrayContent("--x\r\nbroken"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var response = await shared.Running.Api.PostAsync(new Uri("/v1/generations", UriKind.Relative), content, Cancellation);

        Assert.Equal(status, response.StatusCode);
    }

    [Theory]
    [InlineData("/v1/generations/42", HttpStatusCode.BadRequest)]
    [InlineData("/v1/generations/01890a5d-ac96-774b-bcce-b302099a8057", HttpStatusCode.NotFound)]
    [InlineData("/v1/generations?limit=501", HttpStatusCode.BadRequest)]
    [InlineData("/v1/generations?cursor=nonsense", HttpStatusCode.BadRequest)]
    [InlineData("/v1/generations?from=yesterday", HttpStatusCode.BadRequest)]
    [InlineData("/v1/generations?order=metric_asc", HttpStatusCode.BadRequest)]
    [InlineData("/v1/generations?metric=nothing&min=1", HttpStatusCode.BadRequest)]
    [InlineData("/v1/metrics/timeseries?metric=nothing", HttpStatusCode.BadRequest)]
    [InlineData("/v1/metrics/timeseries?metric=sharpness&bucket=5m&from=2026-01-01T00:00:00Z", HttpStatusCode.BadRequest)]
    [InlineData("/v1/metrics/timeseries?metric=sharpness&groupBy=prompt", HttpStatusCode.BadRequest)]
    [InlineData("/v1/metrics/timeseries?metric=sharpness&to=0001-01-01T00:00:00Z", HttpStatusCode.BadRequest)]
    [InlineData("/v1/generations?from=03/04/2026", HttpStatusCode.BadRequest)]
    [InlineData("/v1/generations?from=10:30", HttpStatusCode.BadRequest)]
    [InlineData("/v1/generations/facets?app=%00", HttpStatusCode.BadRequest)]
    [InlineData("/v1/nothing", HttpStatusCode.NotFound)]
    public async Task A_wrong_address_is_answered_with_problem_details(string address, HttpStatusCode status)
    {
        using var response = await shared.Running.Api.GetAsync(new Uri(address, UriKind.Relative), Cancellation);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task An_image_that_fails_to_decode_is_a_dead_letter_with_its_reason_and_can_be_replayed()
    {
        using var response = await PostAsync(Good, HandmadePng.Damaged());
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var id = await IdOfAsync(response);

        var generation = await shared.Running.WaitForScoresAsync(id, Cancellation);
        Assert.Equal((ScoringStatus.Failed, "undecodable_image"), (generation.Status, generation.Failure!.Kind));
        var letters = await shared.Running.Client.ListDeadLettersAsync(500, null, Cancellation);
        var failedAt = letters.Items.Single(letter => letter.Id == id).FailedAt;

        await shared.Running.Client.ReplayAsync(id, Cancellation);
        Assert.Equal(ScoringStatus.Failed, (await shared.Running.WaitForScoresAsync(id, Cancellation)).Status);
        var again = await shared.Running.Client.ListDeadLettersAsync(500, null, Cancellation);
        Assert.True(again.Items.Single(letter => letter.Id == id).FailedAt > failedAt);
    }

    private static byte[] Bytes(string image) => image switch
    {
        "text" => "not an image"u8.ToArray(),
        "empty" => [],
        "truncated.png" => File.ReadAllBytes(Fixture("rgb.png"))[..^20],
        "bomb.png" => HandmadePng.Of(30_000, 30_000, HandmadePng.Deflated(new byte[1 << 20])),
        "1x1" => TestImages.Draw(6, 1, 1, SkiaSharp.SKEncodedImageFormat.Png),
        "large.webp" => TestImages.Draw(7, 900, 700, SkiaSharp.SKEncodedImageFormat.Webp),
        _ => File.ReadAllBytes(Fixture(image)),
    };

    private static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", name);

    private static async Task<Guid> IdOfAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation)).RootElement.GetProperty("id").GetGuid();

    private static async Task<JsonElement> AssertProblemAsync(HttpResponseMessage response, HttpStatusCode status, string error)
    {
        var body = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.StatusCode == status, $"{response.StatusCode}: {body}");
        var problem = JsonDocument.Parse(body).RootElement;
        Assert.Equal("urn:qualitysuite:error:" + error, problem.GetProperty("type").GetString());
        return problem;
    }

    private Task<HttpResponseMessage> PostJsonAsync(string json) => shared.Running.Api.PostAsync(
        new Uri("/v1/generations", UriKind.Relative), new StringContent(json, Encoding.UTF8, "application/json"), Cancellation);

    private async Task<HttpResponseMessage> PostAsync(string metadata, byte[] image)
    {
        using var content = new MultipartFormDataContent { { new StringContent(metadata, Encoding.UTF8, "application/json"), "metadata" } };
        var file = new ByteArrayContent(image);
        file.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        content.Add(file, "image", "image");
        return await shared.Running.Api.PostAsync(new Uri("/v1/generations", UriKind.Relative), content, Cancellation);
    }
}
