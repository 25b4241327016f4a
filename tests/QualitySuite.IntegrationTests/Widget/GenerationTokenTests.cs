using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using QualitySuite.Client;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;
using QualitySuite.FeedbackApi.Privacy;
using QualitySuite.FeedbackApi.Widget;

namespace QualitySuite.IntegrationTests.Widget;

public sealed class GenerationTokenTests(SharedSuite shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_the_token_of_generation_and_user_feedback_and_events_are_recorded()
    {
        using var shop = await Shop.OpenAsync(shared.Running, "tokens-good");
        var id = await GenerationAsync("tokens-good", 900);
        var token = await shop.TokenAsync(id, "anna");

        Assert.Equal((202, ""), await Shop.OutcomeAsync(await shop.ThumbAsync(id, "anna", token)));
        Assert.Equal((202, ""), await Shop.OutcomeAsync(await shop.ViewAsync(id, "anna", token)));
        var generation = await shared.Running.Client.GetGenerationAsync(id, Cancellation);
        Assert.Equal((FeedbackKind.Thumb, 1), (Assert.Single(generation.Feedback).Kind, generation.Feedback[0].Value));
        Assert.Equal(BehaviourType.View, Assert.Single(generation.Behaviour).Type);
    }

    [Theory]
    [InlineData("none", "token_missing")]
    [InlineData("empty", "token_missing")]
    [InlineData("garbage", "token_invalid")]
    [InlineData("long", "token_invalid")]
    [InlineData("changed", "token_invalid")]
    [InlineData("later expiry", "token_invalid")]
    [InlineData("other version", "token_invalid")]
    [InlineData("other generation", "token_invalid")]
    [InlineData("other user", "token_invalid")]
    [InlineData("other app", "token_invalid")]
    [InlineData("expired", "token_expired")]
    public async Task Without_the_right_token_nothing_is_recorded(string token, string error)
    {
        using var shop = await Shop.OpenAsync(shared.Running, "tokens-bad");
        var id = await GenerationAsync("tokens-bad", 901);
        var text = await MakeAsync(shop, id, token);

        Assert.Equal((403, error), await Shop.OutcomeAsync(await shop.ThumbAsync(id, "anna", text)));
        Assert.Equal((403, error), await Shop.OutcomeAsync(await shop.ViewAsync(id, "anna", text)));
        var generation = await shared.Running.Client.GetGenerationAsync(id, Cancellation);
        Assert.Empty(generation.Feedback);
        Assert.Empty(generation.Behaviour);
    }

    [Fact]
    public async Task Each_line_of_a_batch_needs_a_token_of_its_own()
    {
        using var shop = await Shop.OpenAsync(shared.Running, "tokens-batch");
        var id = await GenerationAsync("tokens-batch", 903);
        var token = await shop.TokenAsync(id, "anna");
        (string? Token, string User)[] lines = [(token, "anna"), (token, "ben"), (null, "anna")];
        using var body = new StringContent(
            string.Join('\n', lines.Select(line => JsonSerializer.Serialize(new { generationId = id, userKey = line.User, type = "view", token = line.Token }))),
            null, "application/x-ndjson");
        using var response = await shop.Browser.PostAsync(new Uri("/v1/events:batch", UriKind.Relative), body, Cancellation);
        var results = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation)).RootElement.GetProperty("results").EnumerateArray();

        Assert.Equal(
            [(202, null), (403, "token_invalid"), (403, "token_missing")],
            results.Select(result => (
                result.GetProperty("status").GetInt32(),
                result.TryGetProperty("problem", out var problem) ? problem.GetProperty("type").GetString()!["urn:qualitysuite:error:".Length..] : null)));
        Assert.Single((await shared.Running.Client.GetGenerationAsync(id, Cancellation)).Behaviour);
    }

    [Fact]
    public async Task A_vote_with_a_token_waits_for_a_generation_that_has_not_arrived()
    {
        using var shop = await Shop.OpenAsync(shared.Running, "tokens-early");
        var id = Guid.NewGuid();
        using var early = await shop.ThumbAsync(id, "anna", await shop.TokenAsync(id, "anna"));
        Assert.Equal("""{"status":"held"}""", await early.Content.ReadAsStringAsync(Cancellation));
        await shared.Running.Client.SubmitGenerationAsync(
            new GenerationSubmission { Id = id.ToString(), App = "tokens-early", Prompt = "late", Model = new ModelInfo("painter", "1") }, default, "", Cancellation);
        while ((await shared.Running.Client.GetGenerationAsync(id, Cancellation)).Feedback is not [{ Value: 1 }])
        {
            await Task.Delay(100, Cancellation);
        }
    }

    [Fact]
    public async Task A_generation_of_another_app_is_not_there_whatever_the_token_says()
    {
        using var shop = await Shop.OpenAsync(shared.Running, "tokens-mine");
        var id = await GenerationAsync("tokens-theirs", 902);

        Assert.NotEqual(202, (await Shop.OutcomeAsync(await shop.ViewAsync(id, "anna", await shop.TokenAsync(id, "anna")))).Status);
        Assert.Empty((await shared.Running.Client.GetGenerationAsync(id, Cancellation)).Behaviour);
    }

    [Fact]
    public async Task Tokens_come_in_the_order_of_the_ids_and_say_until_when_they_are_good()
    {
        Guid[] ids = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];
        using var http = await shared.Running.ClientWithKeyAsync("tokens-order", ["ingest"], Cancellation);
        var before = TimeProvider.System.GetUtcNow();
        var answer = await new QualityClient(http).CreateWidgetTokensAsync(
            new WidgetTokenRequest { GenerationIds = [.. ids.Select(id => id.ToString())], UserKey = "anna", ExpiresInSeconds = 3600 }, Cancellation);

        Assert.Equal(ids, answer.Tokens.Select(token => token.GenerationId));
        Assert.Equal(3, answer.Tokens.Select(token => token.Token).Distinct().Count());
        Assert.InRange(answer.ExpiresAt, before.AddSeconds(3599), TimeProvider.System.GetUtcNow().AddSeconds(3600));
        var refused = await Assert.ThrowsAsync<QualityApiException>(() => new QualityClient(http).CreateWidgetTokensAsync(
            new WidgetTokenRequest { App = "other", GenerationIds = [ids[0].ToString()], UserKey = "anna" }, Cancellation));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task A_request_for_tokens_that_makes_no_sense_names_every_field()
    {
        var refused = await Assert.ThrowsAsync<QualityApiException>(() => shared.Running.Client.CreateWidgetTokensAsync(
            new WidgetTokenRequest { GenerationIds = ["1"], ExpiresInSeconds = 604_801 }, Cancellation));
        Assert.Equal(["app", "expiresInSeconds", "generationIds[0]", "userKey"], refused.Problem!.Errors!.Keys.Order());
        var many = await Assert.ThrowsAsync<QualityApiException>(() => shared.Running.Client.CreateWidgetTokensAsync(
            new WidgetTokenRequest { App = "a", UserKey = "anna", GenerationIds = [.. Enumerable.Repeat(Guid.NewGuid().ToString(), 101)] }, Cancellation));
        Assert.Equal("An array of 1 to 100 UUIDs; this one has 101.", Assert.Single(many.Problem!.Errors!["generationIds"]));
    }

    // Written from the documented layout alone.
    [Fact]
    public void The_layout_is_the_documented_one()
    {
        var secret = new string('s', 40);
        var id = Guid.Parse("01890a5d-ac96-774b-bcce-b302099a8057", CultureInfo.InvariantCulture);
        byte[] head = [1, 0x6B, 0x49, 0xD2, 0x00];
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), 32, [], "qualitysuite generation token v1"u8.ToArray());
        var user = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), "anna"u8);
        byte[] signed = [.. head, .. Convert.FromHexString("01890A5DAC96774BBCCEB302099A8057"), .. user, .. "web"u8];

        Assert.Equal(
            Base64Url.EncodeToString([.. head, .. HMACSHA256.HashData(key, signed)]),
            TokensUnder(secret).Create("web", id, "anna", DateTimeOffset.FromUnixTimeSeconds(0x6B49D200)));
    }

    private async Task<string?> MakeAsync(Shop shop, Guid id, string token)
    {
        var good = await shop.TokenAsync(id, "anna");
        var bytes = Base64Url.DecodeFromChars(good);
        return token switch
        {
            "none" => null,
            "empty" => "",
            "garbage" => "not a token",
            "long" => good + "AA",
            "changed" => Changed(bytes, bytes.Length - 1),
            "later expiry" => Changed(bytes, sizeof(uint)),
            "other version" => Changed(bytes, 0),
            "other generation" => await shop.TokenAsync(Guid.NewGuid(), "anna"),
            "other user" => await shop.TokenAsync(id, "ben"),
            "other app" => await shop.TokenAsync(id, "anna", app: "tokens-elsewhere"),
            "expired" => TokensUnder(shared.Running.UserKeySecret).Create("tokens-bad", id, "anna", TimeProvider.System.GetUtcNow().AddSeconds(-1)),
            _ => throw new ArgumentOutOfRangeException(nameof(token), token, null),
        };
    }

    private static string Changed(byte[] token, int index)
    {
        token[index] ^= 1;
        return Base64Url.EncodeToString(token);
    }

    private static GenerationTokens TokensUnder(string secret)
    {
        var options = Options.Create(new UserKeyOptions { Secret = secret });
        return new GenerationTokens(options, new UserKeyHasher(options), TimeProvider.System);
    }

    private async Task<Guid> GenerationAsync(string app, int seed) => (await shared.Running.SubmitAsync(app, TestImages.Draw(seed), Cancellation)).Id;
}
