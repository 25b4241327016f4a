using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;
using QualitySuite.ServiceDefaults.Tests.Support;
using StackExchange.Redis;

namespace QualitySuite.ServiceDefaults.Tests.Errors;

public sealed class ProblemDetailsTests
{
    private sealed record Order(string Name, int Count);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/nowhere", null, null, 404, "not_found")]
    [InlineData("DELETE", "/orders", null, null, 405, "method_not_allowed")]
    [InlineData("POST", "/orders", "<a/>", "application/xml", 415, "unsupported_media_type")]
    [InlineData("POST", "/orders", "{", "application/json", 400, "invalid_json")]
    [InlineData("POST", "/orders", "", "application/json", 400, "bad_request")]
    [InlineData("GET", "/orders/x", null, null, 404, "not_found")]
    [InlineData("GET", "/pages?number=x", null, null, 400, "bad_request")]
    public async Task What_a_route_cannot_take_is_answered_with_our_type(
        string method, string path, string? body, string? contentType, int status, string name)
    {
        await using var service = await StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, contentType!);
        using var response = await service.Http.SendAsync(request, Cancellation);
        await response.ProblemAsync(status, name);
        Assert.DoesNotContain(service.Logs, log => log.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task A_wrong_JSON_field_is_named_without_telling_of_our_types()
    {
        await using var service = await StartAsync();
        using var response = await service.Http.PostAsync(
            "/orders", new StringContent("""{"name":"a","count":"many","more":1}""", Encoding.UTF8, "application/json"), Cancellation);
        var problem = await response.ProblemAsync(400, "invalid_json");
        Assert.Equal("count", problem.GetProperty("errors").EnumerateObject().Single().Name);
        Assert.DoesNotContain("System.", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_null_where_none_may_be_is_the_clients_error()
    {
        await using var service = await StartAsync();
        using var response = await service.Http.PostAsync(
            "/orders", new StringContent("""{"name":null,"count":1}""", Encoding.UTF8, "application/json"), Cancellation);
        await response.ProblemAsync(400, "invalid_json");
    }

    [Fact]
    public async Task A_body_over_the_limit_is_413()
    {
        await using var service = await StartAsync(builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 1000));
        using var response = await service.Http.PostAsync(
            "/orders", new StringContent($$"""{"name":"{{new string('a', 2000)}}"}""", Encoding.UTF8, "application/json"), Cancellation);
        await response.ProblemAsync(413, "payload_too_large");
    }

    [Fact]
    public async Task Who_accepts_images_only_still_reads_why_there_is_none()
    {
        await using var service = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/missing");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("image/webp"));
        using var response = await service.Http.SendAsync(request, Cancellation);
        var problem = await response.ProblemAsync(404, "generation_not_found");
        Assert.Equal("There is no such generation.", problem.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("Production", false)]
    [InlineData("Development", true)]
    public async Task A_fault_of_ours_tells_its_inside_in_Development_only(string environment, bool tells)
    {
        await using var service = await StartAsync(environment: environment);
        using var response = await service.Http.GetAsync(new Uri("/faulty", UriKind.Relative), Cancellation);
        var problem = await response.ProblemAsync(500, "internal");
        Assert.Equal(tells, problem.GetRawText().Contains("the secret inside", StringComparison.Ordinal));
        Assert.Contains(service.Logs, log => log.Level == LogLevel.Error && log.Text.Contains("GET /faulty failed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/database", "The database")]
    [InlineData("/redis", "Redis")]
    [InlineData("/neighbour", "Another service")]
    [InlineData("/store", "The image store")]
    public async Task An_outage_is_503_and_says_when_to_come_again(string path, string dependency)
    {
        await using var service = await StartAsync();
        using var response = await service.Http.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        var problem = await response.ProblemAsync(503, "unavailable");
        Assert.StartsWith(dependency, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(5), response.Headers.RetryAfter?.Delta);
        Assert.Contains(service.Logs, log => log.Level == LogLevel.Warning);
        Assert.DoesNotContain(service.Logs, log => log.Level >= LogLevel.Error);
    }

    [Fact]
    public async Task A_full_storage_is_507_and_says_when_to_come_again()
    {
        await using var service = await StartAsync();
        using var response = await service.Http.GetAsync(new Uri("/full", UriKind.Relative), Cancellation);
        var problem = await response.ProblemAsync(507, "storage_full");
        Assert.Equal(("Insufficient Storage", "There is no room."), (problem.GetProperty("title").GetString(), problem.GetProperty("detail").GetString()));
        Assert.Equal(TimeSpan.FromMinutes(1), response.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task A_client_that_leaves_is_no_error_of_ours()
    {
        var left = new TaskCompletionSource();
        await using var service = await StartAsync(map: app => app.MapGet("/slow", async (HttpContext context) =>
        {
            context.Response.OnCompleted(() =>
            {
                left.TrySetResult();
                return Task.CompletedTask;
            });
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }));
        using var impatience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var call = service.Http.GetAsync(new Uri("/slow", UriKind.Relative), impatience.Token);
        impatience.CancelAfter(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await left.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
        Assert.DoesNotContain(service.Logs, log => log.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task Wrong_fields_are_named_in_camelCase()
    {
        await using var service = await StartAsync();
        using var response = await service.Http.GetAsync(new Uri("/invalid", UriKind.Relative), Cancellation);
        var problem = await response.ProblemAsync(400, "validation");
        Assert.Equal(
            """{"model.name":["It is missing."],"tags":["There are more than 16.","One is too long."]}""",
            problem.GetProperty("errors").GetRawText());
    }

    private static Task<TestService> StartAsync(
        Action<WebApplicationBuilder>? add = null, Action<WebApplication>? map = null, string environment = "Production")
    {
        var closed = ServerPrograms.FreePort();
        return TestService.StartAsync(
            app =>
            {
                app.MapPost("/orders", (Order order) => order.Name.Length);
                app.MapGet("/orders/{id:int}", (int id) => id);
                app.MapGet("/pages", (int number) => number);
                app.MapGet("/missing", () => Problems.NotFound("There is no such generation.", "generation_not_found"));
                app.MapGet("/faulty", IResult () => throw new InvalidOperationException("the secret inside"));
                app.MapGet("/invalid", () => Problems.Invalid(new Dictionary<string, string[]>
                {
                    ["Model.Name"] = ["It is missing."],
                    ["Tags"] = ["There are more than 16.", "One is too long."],
                }));
                app.MapGet("/database", async (CancellationToken cancellationToken) =>
                {
                    await using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={closed};Username=nobody");
                    await connection.OpenAsync(cancellationToken);
                });
                app.MapGet("/redis", async () =>
                {
                    await using var redis = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{closed},connectTimeout=500,connectRetry=0");
                });
                app.MapGet("/neighbour", async (CancellationToken cancellationToken) =>
                {
                    using var http = new HttpClient();
                    return await http.GetStringAsync(new Uri($"http://127.0.0.1:{closed}"), cancellationToken);
                });
                app.MapGet("/store", void () => throw new OutageException("The image store", new IOException("Stale file handle.")));
                app.MapGet("/full", () => Problems.InsufficientStorage("There is no room."));
                map?.Invoke(app);
            },
            add,
            environment);
    }
}
