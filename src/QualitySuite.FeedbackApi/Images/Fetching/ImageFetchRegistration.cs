using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Options;

namespace QualitySuite.FeedbackApi.Images.Fetching;

internal static class ImageFetchRegistration
{
    /// <summary>How long a connection is used: after that the host's name is resolved and its addresses are checked again.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(1);

    private const int HeaderKilobytes = 16;

    /// <summary>Adds <see cref="ImageFetcher"/>, configured by section <c>ImageFetch</c>.</summary>
    public static IServiceCollection AddImageFetching(this IServiceCollection services)
    {
        services.AddOptions<ImageFetchOptions>().BindConfiguration(ImageFetchOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<ImageFetchOptions>, ImageFetchOptionsCheck>();
        services.AddSingleton<FetchRules>();
        services.AddSingleton(provider => new CheckedConnector(provider.GetRequiredService<FetchRules>(), Dns.GetHostAddressesAsync));
        return services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ImageFetcher>(
            provider, CreateHandler(provider.GetRequiredService<CheckedConnector>(), provider.GetRequiredService<IOptions<ImageFetchOptions>>().Value)));
    }

    /// <summary>Sends a request and nothing that it does not say: not through a proxy, with no cookie, credential or trace, once, to checked addresses.</summary>
    public static SocketsHttpHandler CreateHandler(CheckedConnector connector, ImageFetchOptions options) => new()
    {
        ConnectCallback = connector.ConnectAsync,
        ConnectTimeout = options.ConnectTimeout,
        PooledConnectionLifetime = ConnectionLifetime,
        MaxResponseHeadersLength = HeaderKilobytes,
        // Of an answer that is refused nothing more is read.
        MaxResponseDrainSize = 0,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
    };
}
