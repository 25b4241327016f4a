using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using QualitySuite.ServiceDefaults.Tests.Support;

namespace QualitySuite.ServiceDefaults.Tests.Health;

public sealed class HealthEndpointTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task A_service_with_nothing_wrong_is_ready_and_alive_in_every_environment(string environment)
    {
        await using var service = await TestService.StartAsync(_ => { }, environment: environment);
        foreach (var path in (string[])["/health", "/alive"])
        {
            using var response = await service.Http.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var body = await response.JsonAsync();
            Assert.Equal("healthy", body.GetProperty("status").GetString());
            Assert.Equal(["self"], body.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("name").GetString()));
        }
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task A_dependency_that_is_out_makes_a_service_unready_but_not_dead_and_only_a_developer_reads_its_address(string environment)
    {
        var closed = ServerPrograms.FreePort();
        await using var service = await TestService.StartAsync(_ => { }, builder =>
        {
            builder.Configuration.AddInMemoryCollection(
            [
                new("ConnectionStrings:quality", $"Host=127.0.0.1;Port={closed};Username=nobody"),
                new("ConnectionStrings:redis", $"127.0.0.1:{closed},connectTimeout=300,connectRetry=0"),
            ]);
            builder.AddNpgsqlDataSource("quality");
            builder.AddRedisClient("redis");
            builder.Services.AddHealthChecks().AddCheck("models", () => HealthCheckResult.Degraded("one of two packs is missing"));
        }, environment);

        using var ready = await service.Http.GetAsync(new Uri("/health", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        var body = await ready.JsonAsync();
        Assert.Equal("unhealthy", body.GetProperty("status").GetString());
        Assert.Equal(
            ["PostgreSql unhealthy", "StackExchange.Redis unhealthy", "models degraded", "self healthy"],
            body.GetProperty("checks").EnumerateArray().Select(check => $"{check.GetProperty("name")} {check.GetProperty("status")}").Order(StringComparer.Ordinal));
        Assert.Equal(environment == "Development", Reason(body, "PostgreSql").Contains($"127.0.0.1:{closed}", StringComparison.Ordinal));
        Assert.Equal("one of two packs is missing", Reason(body, "models"));

        using var alive = await service.Http.GetAsync(new Uri("/alive", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
    }

    [Fact]
    public async Task A_missing_connection_string_is_told_with_every_place_to_set_it()
    {
        await using var service = await TestService.StartAsync(_ => { }, builder =>
        {
            builder.AddNpgsqlDataSource("quality");
            builder.AddRedisClient("redis");
        });
        using var ready = await service.Http.GetAsync(new Uri("/health", UriKind.Relative), Cancellation);
        var body = await ready.JsonAsync();
        Assert.All(
            ["ConnectionStrings:quality", "ConnectionStrings__quality", "Aspire:Npgsql:quality:ConnectionString", "Aspire:Npgsql:ConnectionString"],
            place => Assert.Contains(place, Reason(body, "PostgreSql"), StringComparison.Ordinal));
        Assert.All(
            ["ConnectionStrings:redis", "Aspire__StackExchange__Redis__redis__ConnectionString", "Aspire:StackExchange:Redis:ConnectionString"],
            place => Assert.Contains(place, Reason(body, "StackExchange.Redis"), StringComparison.Ordinal));
    }

    private static string Reason(JsonElement body, string check) => body.GetProperty("checks").EnumerateArray()
        .Single(entry => entry.GetProperty("name").GetString() == check).GetProperty("reason").GetString()!;
}
