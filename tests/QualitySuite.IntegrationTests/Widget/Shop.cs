using System.Net.Http.Json;
using System.Text.Json;
using QualitySuite.Contracts.Feedback;

namespace QualitySuite.IntegrationTests.Widget;

/// <summary>A web shop with a publishable key for one app, and what its visitors' browsers send.</summary>
internal sealed class Shop : IDisposable
{
    public const string Origin = "https://shop.example";
    public const string OtherOrigin = "http://localhost:8080";

    private readonly HttpClient _http;
    private readonly Suite _suite;
    private readonly string _app;

    private Shop(HttpClient http, Suite suite, string app) => (_http, _suite, _app) = (http, suite, app);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public HttpClient Browser => _http;

    public static async Task<Shop> OpenAsync(Suite suite, string app) =>
        new(await suite.ClientWithKeyAsync(app, ["publish"], Cancellation, Origin, OtherOrigin), suite, app);

    public async Task<string> TokenAsync(Guid generation, string user, string? app = null) => Assert.Single((await _suite.Client.CreateWidgetTokensAsync(
        new WidgetTokenRequest { App = app ?? _app, GenerationIds = [generation.ToString()], UserKey = user }, Cancellation)).Tokens).Token;

    public Task<HttpResponseMessage> ThumbAsync(Guid generation, string user, string? token) =>
        _http.PostAsJsonAsync("/v1/feedback", new { generationId = generation, userKey = user, kind = "thumb", value = 1, hold = true, token }, Cancellation);

    public Task<HttpResponseMessage> ViewAsync(Guid generation, string user, string? token) =>
        _http.PostAsJsonAsync("/v1/events", new { generationId = generation, userKey = user, type = "view", token }, Cancellation);

    public void Dispose() => _http.Dispose();

    /// <summary>Status and name of a problem; an empty name if it is none.</summary>
    public static async Task<(int Status, string Name)> OutcomeAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var body = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
            return ((int)response.StatusCode, body.TryGetProperty("type", out var type) ? type.GetString()!.Replace("urn:qualitysuite:error:", "", StringComparison.Ordinal) : "");
        }
    }
}
