using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;
using QualitySuite.ServiceDefaults.Tests.Support;

namespace QualitySuite.ServiceDefaults.Tests.Http;

public sealed class RetryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", false, 500, 4)]
    [InlineData("PUT", false, 503, 4)]
    [InlineData("DELETE", false, 500, 4)]
    [InlineData("POST", false, 500, 1)]
    [InlineData("POST", false, 503, 1)]
    [InlineData("PATCH", false, 500, 1)]
    [InlineData("POST", false, 429, 4)]
    [InlineData("POST", true, 500, 4)]
    [InlineData("POST", true, 400, 1)]
    [InlineData("GET", false, 404, 1)]
    public async Task Only_what_is_harmless_to_repeat_is_repeated(string method, bool hasIdempotencyKey, int status, int calls)
    {
        var seen = new ConcurrentQueue<string>();
        await using var server = await TestService.StartAsync(app => app.Map("/", (HttpRequest request) =>
        {
            seen.Enqueue(request.Method);
            return Results.StatusCode(status);
        }));
        using var host = Client(server.Http.BaseAddress!);
        using var request = new HttpRequestMessage(new HttpMethod(method), "/");
        if (hasIdempotencyKey)
        {
            request.Headers.Add("Idempotency-Key", "one");
        }
        using var response = await host.Services.GetRequiredService<IHttpClientFactory>().CreateClient("it").SendAsync(request, Cancellation);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(calls, seen.Count);
    }

    [Fact]
    public async Task A_POST_that_reached_nobody_is_repeated()
    {
        using var host = Client(new Uri($"http://127.0.0.1:{ServerPrograms.FreePort()}"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/");
        await Assert.ThrowsAsync<HttpRequestException>(
            () => host.Services.GetRequiredService<IHttpClientFactory>().CreateClient("it").SendAsync(request, Cancellation));
        Assert.Equal(4, host.Services.GetRequiredService<Attempts>().Count);
    }

    [Fact]
    public async Task A_service_is_found_by_its_name()
    {
        await using var server = await TestService.StartAsync(app => app.MapGet("/", () => "found"));
        using var host = Client(new Uri("http://feedback-api"), ("services:feedback-api:http:0", server.Http.BaseAddress!.ToString()));
        var client = host.Services.GetRequiredService<IHttpClientFactory>().CreateClient("it");
        Assert.Equal("found", await client.GetStringAsync(new Uri("/", UriKind.Relative), Cancellation));
    }

    private static IHost Client(Uri address, params (string Key, string Value)[] configuration)
    {
        var builder = Host.CreateApplicationBuilder();
        foreach (var (key, value) in configuration)
        {
            builder.Configuration[key] = value;
        }
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults();
        builder.Services.ConfigureAll<HttpStandardResilienceOptions>(options => options.Retry.Delay = TimeSpan.FromMilliseconds(1));
        builder.Services.AddSingleton<Attempts>().AddTransient<AttemptCounter>();
        builder.Services.AddHttpClient("it", client => client.BaseAddress = address).AddHttpMessageHandler<AttemptCounter>();
        return builder.Build();
    }

    private sealed class Attempts
    {
        private int count;

        public int Count => count;

        public void Add() => Interlocked.Increment(ref count);
    }

    private sealed class AttemptCounter(Attempts attempts) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            attempts.Add();
            return base.SendAsync(request, cancellationToken);
        }
    }
}
