using Aspire.StackExchange.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using QualitySuite.ServiceDefaults;
using StackExchange.Redis;

namespace Microsoft.Extensions.Hosting;

/// <summary>Stands in for the package Aspire.StackExchange.Redis where the build has no Aspire. Aspire's also traces every Redis command; here the
/// queue's own source tells of what matters.</summary>
public static class RedisIntegration
{
    private const string Section = "Aspire:StackExchange:Redis";

    /// <summary>Registers a singleton <see cref="IConnectionMultiplexer"/>, connected when first asked for, and the health check <c>StackExchange.Redis</c>.
    /// It is made even while Redis is out, and connects once Redis is back, unless the connection string says <c>abortConnect=true</c>.</summary>
    /// <param name="builder">Configuration is read from <c>Aspire:StackExchange:Redis</c>, then <c>Aspire:StackExchange:Redis:{connectionName}</c>;
    /// <c>ConnectionStrings:{connectionName}</c> wins.</param>
    /// <param name="connectionName">The connection's name.</param>
    /// <param name="configureSettings">Has the last word on the settings.</param>
    /// <param name="configureOptions">Has the last word on the client's options.</param>
    /// <exception cref="InvalidOperationException">When the multiplexer is first asked for: no connection string is configured.</exception>
    public static void AddRedisClient(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(connectionName);
        var settings = new StackExchangeRedisSettings();
        var section = builder.Configuration.GetSection(Section);
        section.Bind(settings);
        section.GetSection(connectionName).Bind(settings);
        settings.ConnectionString = builder.Configuration.GetConnectionString(connectionName) ?? settings.ConnectionString;
        configureSettings?.Invoke(settings);

        builder.Services.AddSingleton<IConnectionMultiplexer>(services => Connect(services, settings, connectionName, configureOptions));
        if (!settings.DisableHealthChecks)
        {
            builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
                "StackExchange.Redis", services => new RedisHealthCheck(services), failureStatus: null, tags: null, timeout: TimeSpan.FromSeconds(5)));
        }
    }

    private static ConnectionMultiplexer Connect(
        IServiceProvider services, StackExchangeRedisSettings settings, string connectionName, Action<ConfigurationOptions>? configure)
    {
        if (string.IsNullOrEmpty(settings.ConnectionString))
        {
            throw MissingConnectionString.For(connectionName, Section);
        }
        var options = ConfigurationOptions.Parse(settings.ConnectionString);
        if (!settings.ConnectionString.Contains("abortConnect=", StringComparison.OrdinalIgnoreCase))
        {
            options.AbortOnConnectFail = false;
        }
        options.LoggerFactory = services.GetService<Logging.ILoggerFactory>();
        configure?.Invoke(options);
        return ConnectionMultiplexer.Connect(options);
    }
}
