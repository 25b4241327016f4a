using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;
using QualitySuite.UiTests.Running;

namespace QualitySuite.UiTests.Widget;

/// <summary>Somebody else's web site with widgets: an origin of its own, a content security policy that lets nothing run but the widget's
/// script, and a publishable key for the app "shop".</summary>
public sealed class Shop(RunningSuite suite) : IAsyncLifetime
{
    public const string User = "anna";

    private const string App = "shop";

    private readonly string _key = $"qs_pub_{Guid.NewGuid():N}";
    private WebApplication? _site;
    private string _body = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public string Address => _site!.Urls.Single();

    public async ValueTask InitializeAsync()
    {
        if (suite.IsMissing)
        {
            return;
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _site = builder.Build();
        _site.MapGet("/", Page);
        _site.MapGet("/image.png", () => Results.Bytes(Images.Draw(950), "image/png"));
        await _site.StartAsync(Cancellation);
        await RegisterAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_site is not null)
        {
            await _site.DisposeAsync();
        }
    }

    /// <summary>Records a generation, older than what the tests of pages look at.</summary>
    public async Task<Guid> GenerateAsync() => (await suite.Client.SubmitGenerationAsync(
        new GenerationSubmission { App = App, CreatedAt = TimeProvider.System.GetUtcNow().AddDays(-30), Prompt = "for the shop", Model = new ModelInfo("painter", Sample.OldVersion) },
        ReadOnlyMemory<byte>.Empty, "", Cancellation)).Id;

    public async Task<string> TokenAsync(Guid generation) => Assert.Single((await suite.Client.CreateWidgetTokensAsync(
        new WidgetTokenRequest { App = App, GenerationIds = [generation.ToString()], UserKey = User }, Cancellation)).Tokens).Token;

    /// <summary>The site's page shows the widget of a generation.</summary>
    public async Task ShowWidgetAsync(Guid generation, string attributes = "") =>
        _body = $"""<quality-feedback generation="{generation}" token="{await TokenAsync(generation)}" {attributes}></quality-feedback>""";

    /// <summary>The site's page has this in its body.</summary>
    public void Show(string body) => _body = body;

    private IResult Page(HttpResponse response)
    {
        var api = suite.FeedbackApi.GetLeftPart(UriPartial.Authority);
        response.Headers.ContentSecurityPolicy = $"default-src 'none'; script-src {api}; connect-src {api}; img-src 'self'; require-trusted-types-for 'script'";
        return Results.Text(
            $"""
            <!doctype html>
            <html lang="en">
              <head>
                <title>Shop</title><link rel="icon" href="/image.png">
                <script src="{api}/widget.js" data-key="{_key}" data-user="{User}" data-session="one" defer></script>
              </head>
              <body><main><h1>Shop</h1>{_body}</main></body>
            </html>
            """,
            "text/html; charset=utf-8");
    }

    private async Task RegisterAsync()
    {
        await using var database = NpgsqlDataSource.Create((await suite.App.GetConnectionStringAsync("quality", Cancellation))!);
        await using var insert = database.CreateCommand(
            "insert into feedback.api_keys (id, name, app, scopes, hash, allowed_origins) values (gen_random_uuid(), 'shop', $1, '{publish}', $2, array[$3])");
        foreach (var value in (object[])[App, SHA256.HashData(Encoding.UTF8.GetBytes(_key)), Address])
        {
            insert.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await insert.ExecuteNonQueryAsync(Cancellation);
        // The API believes its list of origins for seconds.
        using var http = new HttpClient { BaseAddress = suite.FeedbackApi };
        while (!await IsKnownAsync(http))
        {
            await Task.Delay(100, Cancellation);
        }
    }

    private async Task<bool> IsKnownAsync(HttpClient http)
    {
        using var preflight = new HttpRequestMessage(HttpMethod.Options, new Uri("/v1/feedback", UriKind.Relative));
        preflight.Headers.Add("Origin", Address);
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        using var response = await http.SendAsync(preflight, Cancellation);
        return response.Headers.Contains("Access-Control-Allow-Origin");
    }
}
