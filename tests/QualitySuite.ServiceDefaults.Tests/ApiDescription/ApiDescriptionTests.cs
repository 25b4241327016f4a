using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using QualitySuite.ServiceDefaults.Tests.Support;

namespace QualitySuite.ServiceDefaults.Tests.ApiDescription;

public sealed class ApiDescriptionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_document_says_which_calls_need_a_key()
    {
        await using var service = await StartAsync();
        using var response = await service.Http.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative), Cancellation);
        var document = await response.JsonAsync();
        Assert.Equal("Sample API", document.GetProperty("info").GetProperty("title").GetString());
        var scheme = document.GetProperty("components").GetProperty("securitySchemes").GetProperty("ApiKey");
        Assert.Equal("X-Api-Key", scheme.GetProperty("name").GetString());
        Assert.Equal("header", scheme.GetProperty("in").GetString());

        var paths = document.GetProperty("paths");
        Assert.Equal(["/closed", "/open"], paths.EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
        var closed = paths.GetProperty("/closed").GetProperty("get");
        Assert.True(closed.GetProperty("security")[0].TryGetProperty("ApiKey", out _), closed.GetRawText());
        Assert.Contains("read", closed.GetProperty("responses").GetProperty("403").GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.False(closed.TryGetProperty("parameters", out _), "The caller is no parameter of the call.");
        Assert.False(paths.GetProperty("/open").GetProperty("get").TryGetProperty("security", out _));
    }

    [Fact]
    public async Task The_page_fetches_nothing_from_elsewhere()
    {
        await using var service = await StartAsync();
        var page = await service.Http.GetStringAsync(new Uri("/scalar/", UriKind.Relative), Cancellation);
        Assert.DoesNotMatch(new Regex("(src|href)=\"(https?:)?//"), page);
        Assert.DoesNotContain("cdn.", page, StringComparison.OrdinalIgnoreCase);
        var scripts = Regex.Matches(page, "<script[^>]* src=\"([^\"]+)\"").Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(scripts);
        foreach (var script in scripts)
        {
            using var response = await service.Http.GetAsync(new Uri(new Uri(service.Http.BaseAddress!, "/scalar/"), script), Cancellation);
            response.EnsureSuccessStatusCode();
            Assert.Contains("javascript", response.Content.Headers.ContentType?.MediaType, StringComparison.Ordinal);
        }
    }

    private static Task<TestService> StartAsync() => TestService.StartAsync(
        app =>
        {
            app.MapApiDescription();
            app.MapGet("/open", () => "open");
            app.MapGet("/closed", (ApiCaller caller) => caller.Name).RequireApiKey(ApiScope.Read);
        },
        builder =>
        {
            builder.AddNpgsqlDataSource("quality");
            builder.AddApiKeys();
            builder.AddApiDescription("Sample API");
        });
}
