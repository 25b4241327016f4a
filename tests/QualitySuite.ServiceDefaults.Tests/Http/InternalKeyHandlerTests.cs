using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using QualitySuite.ServiceDefaults.Tests.Support;

namespace QualitySuite.ServiceDefaults.Tests.Http;

public sealed class InternalKeyHandlerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_person_who_is_signed_in_at_one_service_is_known_to_the_last_of_three()
    {
        await using var last = await StartAsync(app => app.MapGet("/", (ApiCaller caller) => $"{caller.Name} for {caller.ActingUser}").RequireApiKey(ApiScope.Admin));
        await using var middle = await StartAsync(
            app => app.MapGet("/", (ApiCaller _, IHttpClientFactory clients) => clients.CreateClient("next").GetStringAsync(new Uri("/", UriKind.Relative)))
                .RequireApiKey(ApiScope.Read),
            next: last);
        await using var first = await StartAsync(
            app => app.MapGet("/", (HttpContext context, IHttpClientFactory clients) =>
            {
                context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "Zoë Ångström")], "sign-in"));
                return clients.CreateClient("next").GetStringAsync(new Uri("/", UriKind.Relative));
            }),
            next: middle);
        Assert.Equal("internal for Zoë Ångström", await first.Http.GetStringAsync(new Uri("/", UriKind.Relative), Cancellation));
    }

    [Fact]
    public async Task The_key_does_not_follow_a_redirect()
    {
        await using var elsewhere = await TestService.StartAsync(app => app.MapGet("/", () => "reached"));
        await using var redirecting = await TestService.StartAsync(app => app.MapGet("/", () => Results.Redirect(elsewhere.Http.BaseAddress!.ToString())));
        await using var first = await StartAsync(_ => { }, next: redirecting);
        using var response = await first.Services.GetRequiredService<IHttpClientFactory>().CreateClient("next")
            .GetAsync(new Uri("/", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
    }

    private static Task<TestService> StartAsync(Action<WebApplication> map, TestService? next = null) => TestService.StartAsync(map, builder =>
    {
        // The internal key is known without the table, so no database is needed here.
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:quality", "Host=127.0.0.1;Port=1")]);
        builder.AddNpgsqlDataSource("quality");
        builder.AddApiKeys();
        builder.Services.AddHttpClient("next", client => client.BaseAddress = next?.Http.BaseAddress).AddInternalKey();
    });
}
