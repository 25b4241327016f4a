using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using QualitySuite.ServiceDefaults.Tests.Support;
using StackExchange.Redis;

namespace QualitySuite.ServiceDefaults.Tests.ClientIntegrations;

public sealed class RedisClientTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_made_while_Redis_is_out_connects_once_it_is_back()
    {
        var program = ServerPrograms.Find("redis-server");
        var port = ServerPrograms.FreePort();
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration["ConnectionStrings:redis"] = $"127.0.0.1:{port},connectTimeout=500,connectRetry=0";
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults();
        builder.AddRedisClient("redis", configureOptions: options => options.ReconnectRetryPolicy = new LinearRetry(100));
        using var host = builder.Build();
        var redis = host.Services.GetRequiredService<IConnectionMultiplexer>();
        Assert.False(redis.IsConnected);
        Assert.Equal(HealthStatus.Unhealthy, await CheckAsync(host));

        var start = new ProcessStartInfo(program, ["--port", $"{port}", "--save", "", "--bind", "127.0.0.1"]) { RedirectStandardOutput = true };
        using var server = Process.Start(start)!;
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            patience.CancelAfter(TimeSpan.FromSeconds(20));
            while (await CheckAsync(host) != HealthStatus.Healthy)
            {
                await Task.Delay(50, patience.Token);
            }
            await redis.GetDatabase().StringSetAsync("key", "value");
            Assert.Equal("value", await redis.GetDatabase().StringGetAsync("key"));
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync(CancellationToken.None);
        }
    }

    [Fact]
    public void A_missing_connection_string_names_every_key()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.AddRedisClient("redis");
        using var host = builder.Build();
        var error = Assert.Throws<InvalidOperationException>(host.Services.GetRequiredService<IConnectionMultiplexer>);
        Assert.All(
            ["ConnectionStrings:redis", "Aspire:StackExchange:Redis:redis:ConnectionString", "Aspire:StackExchange:Redis:ConnectionString"],
            key => Assert.Contains(key, error.Message, StringComparison.Ordinal));
    }

    private static async Task<HealthStatus> CheckAsync(IHost host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation)).Entries["StackExchange.Redis"].Status;
}
