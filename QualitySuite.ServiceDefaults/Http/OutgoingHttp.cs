using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;

namespace QualitySuite.ServiceDefaults;

/// <summary>Defaults of every <see cref="HttpClient"/> made by the factory: service discovery, timeouts, retries, circuit breaker.</summary>
internal static class OutgoingHttp
{
    /// <summary>An inline score on a CPU and a 32 MiB upload both fit; the library's 10 s would cut them off.</summary>
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(30);

    public static void AddOutgoingHttp(this IServiceCollection services)
    {
        services.AddServiceDiscovery();
        services.ConfigureHttpClientDefaults(http =>
        {
            http.AddStandardResilienceHandler(Configure);
            http.AddServiceDiscovery();
        });
    }

    private static void Configure(HttpStandardResilienceOptions options)
    {
        options.AttemptTimeout.Timeout = AttemptTimeout;
        options.TotalRequestTimeout.Timeout = 3 * AttemptTimeout;
        // The library demands at least twice the attempt's timeout, so that a slow call is still seen in the window it began in.
        options.CircuitBreaker.SamplingDuration = 2 * AttemptTimeout;
        options.Retry.ShouldHandle = RetryRule.ShouldRetryAsync;
    }
}
