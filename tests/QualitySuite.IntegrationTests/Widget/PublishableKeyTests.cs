using System.Net;
using System.Net.Http.Headers;
using Npgsql;

namespace QualitySuite.IntegrationTests.Widget;

public sealed class PublishableKeyTests(SharedSuite shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/v1/generations")]
    [InlineData("GET", "/v1/generations/01890a5d-ac96-774b-bcce-b302099a8057")]
    [InlineData("GET", "/v1/generations/01890a5d-ac96-774b-bcce-b302099a8057/image")]
    [InlineData("GET", "/v1/metrics/timeseries?metric=sharpness")]
    [InlineData("GET", "/v1/pipeline")]
    [InlineData("POST", "/v1/generations")]
    [InlineData("POST", "/v1/widget-tokens")]
    [InlineData("POST", "/v1/dead-letters/01890a5d-ac96-774b-bcce-b302099a8057:replay")]
    public async Task It_opens_nothing_but_feedback_and_events(string method, string path)
    {
        using var shop = await Shop.OpenAsync(shared.Running, "publish-reads");
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));

        Assert.Equal((403, "forbidden"), await Shop.OutcomeAsync(await shop.Browser.SendAsync(request, Cancellation)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("https://shop.example:8443")]
    [InlineData("http://shop.example")]
    [InlineData("https://SHOP.example")]
    [InlineData("https://shop.example/")]
    [InlineData("https://shop.example.evil")]
    [InlineData("https://a.shop.example")]
    public async Task It_is_refused_on_pages_of_other_origins(string? origin)
    {
        using var shop = await Shop.OpenAsync(shared.Running, "publish-origins");
        var id = (await shared.Running.SubmitAsync("publish-origins", TestImages.Draw(910), Cancellation)).Id;
        var token = await shop.TokenAsync(id, "anna");
        shop.Browser.DefaultRequestHeaders.Remove("Origin");
        if (origin is not null)
        {
            shop.Browser.DefaultRequestHeaders.Add("Origin", origin);
        }

        Assert.Equal((403, "origin_not_allowed"), await Shop.OutcomeAsync(await shop.ThumbAsync(id, "anna", token)));
        Assert.Equal((403, "origin_not_allowed"), await Shop.OutcomeAsync(await shop.ViewAsync(id, "anna", token)));
    }

    [Theory]
    [InlineData("/v1/feedback", Shop.Origin, true)]
    [InlineData("/v1/events", Shop.OtherOrigin, true)]
    [InlineData("/v1/feedback:batch", Shop.Origin, true)]
    [InlineData("/v1/events:batch", Shop.Origin, true)]
    [InlineData("/v1/events", "https://elsewhere.example", false)]
    [InlineData("/v1/events", "null", false)]
    [InlineData("/v1/generations", Shop.Origin, false)]
    [InlineData("/v1/widget-tokens", Shop.Origin, false)]
    [InlineData("/v1/metrics", Shop.Origin, false)]
    public async Task A_preflight_is_answered_for_its_routes_and_origins_alone(string path, string origin, bool allowed)
    {
        using var shop = await Shop.OpenAsync(shared.Running, "publish-preflight");
        await WaitUntilTheOriginIsKnownAsync();
        using var response = await PreflightAsync(path, origin);

        Assert.Equal(allowed ? origin : null, Header(response, "Access-Control-Allow-Origin"));
        Assert.Equal(allowed ? ("POST", "Content-Type,X-Api-Key", "3600") : default((string?, string?, string?)), (
            Header(response, "Access-Control-Allow-Methods"), Header(response, "Access-Control-Allow-Headers"), Header(response, "Access-Control-Max-Age")));
        Assert.Null(Header(response, "Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task The_page_may_read_the_answer_to_its_own_request_an_error_included()
    {
        using var shop = await Shop.OpenAsync(shared.Running, "publish-answers");
        await WaitUntilTheOriginIsKnownAsync();
        using var refused = await shop.ThumbAsync(Guid.NewGuid(), "anna", token: null);
        using var elsewhere = await shop.Browser.GetAsync(new Uri("/v1/metrics", UriKind.Relative), Cancellation);

        Assert.Equal((HttpStatusCode.Forbidden, Shop.Origin), (refused.StatusCode, Header(refused, "Access-Control-Allow-Origin")));
        Assert.Null(Header(elsewhere, "Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("web", "{publish,read}", "{https://shop.example}")]
    [InlineData(null, "{publish}", "{https://shop.example}")]
    [InlineData("web", "{publish}", "{}")]
    [InlineData("web", "{publish}", "{*}")]
    [InlineData("web", "{publish}", "{null}")]
    [InlineData("web", "{publish}", "{\"null\"}")]
    [InlineData("web", "{publish}", "{https://*.shop.example}")]
    [InlineData("web", "{publish}", "{https://shop.example/}")]
    [InlineData("web", "{publish}", "{https://Shop.example}")]
    public async Task The_database_takes_none_that_would_open_more(string? app, string scopes, string origins)
    {
        await using var command = shared.Running.Database.CreateCommand(
            "insert into feedback.api_keys (id, name, app, scopes, hash, allowed_origins) values (gen_random_uuid(), 'bad', $1, $2::text[], sha256('bad'), $3::text[])");
        foreach (var value in (object[])[(object?)app ?? DBNull.Value, scopes, origins])
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Cancellation));

        Assert.Equal("publish_is_the_only_scope_and_names_app_and_origins", refused.ConstraintName);
    }

    [Fact]
    public async Task The_script_is_small_may_be_loaded_from_anywhere_and_is_kept_by_browsers()
    {
        using var http = new HttpClient { BaseAddress = shared.Running.Api.BaseAddress };
        using var plain = await http.GetAsync(new Uri("/widget.js", UriKind.Relative), Cancellation);
        Assert.Equal(("text/javascript", "utf-8"), (plain.Content.Headers.ContentType!.MediaType, plain.Content.Headers.ContentType.CharSet));
        Assert.Equal(("*", "public, max-age=3600, stale-while-revalidate=86400"), (Header(plain, "Access-Control-Allow-Origin"), Header(plain, "Cache-Control")));
        Assert.InRange((await plain.Content.ReadAsByteArrayAsync(Cancellation)).Length, 8_000, 12_000);

        using var again = new HttpRequestMessage(HttpMethod.Get, new Uri("/widget.js", UriKind.Relative));
        again.Headers.IfNoneMatch.Add(plain.Headers.ETag!);
        using var unchanged = await http.SendAsync(again, Cancellation);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);

        using var small = new HttpRequestMessage(HttpMethod.Get, new Uri("/widget.js", UriKind.Relative));
        small.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
        using var compressed = await http.SendAsync(small, Cancellation);
        Assert.Equal("br", Assert.Single(compressed.Content.Headers.ContentEncoding));
        Assert.NotEqual(plain.Headers.ETag, compressed.Headers.ETag);
        Assert.InRange((await compressed.Content.ReadAsByteArrayAsync(Cancellation)).Length, 1_000, 5_000);
    }

    /// <summary>Else a page of a foreign name that resolves to this machine could see the demo's images.</summary>
    [Fact]
    public async Task The_demo_page_has_no_other_name_than_this_machines()
    {
        using var http = new HttpClient { BaseAddress = shared.Running.Api.BaseAddress };
        using var foreign = new HttpRequestMessage(HttpMethod.Get, new Uri("/widget/demo", UriKind.Relative)) { Headers = { Host = "rebound.example" } };
        using var refused = await http.SendAsync(foreign, Cancellation);
        using var own = await http.GetAsync(new Uri("/widget/demo?app=no-such-app", UriKind.Relative), Cancellation);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (refused.StatusCode, own.StatusCode));
        Assert.Contains("There is no image of this app yet", await own.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    /// <summary>The list of all keys' origins is believed for seconds.</summary>
    private async Task WaitUntilTheOriginIsKnownAsync()
    {
        while (true)
        {
            using var response = await PreflightAsync("/v1/feedback", Shop.Origin);
            if (Header(response, "Access-Control-Allow-Origin") is not null)
            {
                return;
            }

            await Task.Delay(100, Cancellation);
        }
    }

    private async Task<HttpResponseMessage> PreflightAsync(string path, string origin)
    {
        using var http = new HttpClient { BaseAddress = shared.Running.Api.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Options, new Uri(path, UriKind.Relative));
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "content-type,x-api-key");
        return await http.SendAsync(request, Cancellation);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;
}
