using QualitySuite.Client.Retries;

namespace QualitySuite.Client;

/// <summary>Makes the <see cref="HttpClient"/> that <see cref="QualityClient"/> and <see cref="ScoringClient"/> call with, where no container does.</summary>
public static class QualityHttp
{
    /// <summary>Resolved names are asked for again after this time, so that a server may move.</summary>
    private static readonly TimeSpan s_connectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>A client with address, key and retries, for as long as the process lives. The caller disposes it.</summary>
    /// <exception cref="ArgumentException">An option is missing or out of its range.</exception>
    public static HttpClient Create(QualityClientOptions options, TimeProvider? time = null)
    {
        OptionsCheck.Checked(options);
        var handler = new RetryHandler(options.Retries, options.MostRetries, time ?? TimeProvider.System) { InnerHandler = CreateHandler() };
        var http = new HttpClient(handler);
        Configure(http, options);
        return http;
    }

    internal static SocketsHttpHandler CreateHandler() => new() { PooledConnectionLifetime = s_connectionLifetime };

    internal static void Configure(HttpClient http, QualityClientOptions options)
    {
        // Relative addresses replace what stands behind the last slash.
        var address = options.BaseAddress!.AbsoluteUri;
        http.BaseAddress = new Uri(address.EndsWith('/') ? address : address + "/");
        http.DefaultRequestHeaders.Add("X-Api-Key", options.ApiKey);
        // The attempts have their own limit.
        http.Timeout = Timeout.InfiniteTimeSpan;
    }
}
