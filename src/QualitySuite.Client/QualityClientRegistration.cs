using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QualitySuite.Client.Retries;
using QualitySuite.Client.Sending;

namespace QualitySuite.Client;

/// <summary>The clients in a container.</summary>
public static class QualityClientRegistration
{
    private const string SenderHttp = "QualitySuite.Client.Sender";

    /// <summary>Adds <see cref="QualityClient"/>, with retries. The options are checked when the host starts.</summary>
    public static IHttpClientBuilder AddQualityClient(this IServiceCollection services, Action<QualityClientOptions> configure)
    {
        AddOptions(services, configure);
        services.TryAddSingleton(TimeProvider.System);
        return services.AddHttpClient<QualityClient>((provider, http) => QualityHttp.Configure(http, Options<QualityClientOptions>(provider)))
            .ConfigurePrimaryHttpMessageHandler(QualityHttp.CreateHandler)
            .AddHttpMessageHandler(provider =>
            {
                var options = Options<QualityClientOptions>(provider);
                return new RetryHandler(options.Retries, options.MostRetries, provider.GetRequiredService<TimeProvider>());
            });
    }

    /// <summary>Adds one <see cref="QualitySender"/> that calls with the options of <see cref="AddQualityClient"/>. The host ends it with itself.</summary>
    public static IServiceCollection AddQualitySender(this IServiceCollection services, Action<QualitySenderOptions>? configure = null)
    {
        AddOptions(services, configure ?? (_ => { }));
        services.TryAddSingleton(TimeProvider.System);

        // The sender keeps its client and retries by itself.
        services.AddHttpClient(SenderHttp, (provider, http) => QualityHttp.Configure(http, Options<QualityClientOptions>(provider)))
            .ConfigurePrimaryHttpMessageHandler(QualityHttp.CreateHandler)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        services.AddSingleton(provider => new QualitySender(
            new QualityClient(provider.GetRequiredService<IHttpClientFactory>().CreateClient(SenderHttp)),
            Options<QualitySenderOptions>(provider), provider.GetRequiredService<TimeProvider>(), provider.GetService<ILogger<QualitySender>>()));
        return services;
    }

    private static void AddOptions<T>(IServiceCollection services, Action<T> configure)
        where T : class
    {
        services.AddOptions<T>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<T>, OptionsCheck<T>>());
    }

    private static T Options<T>(IServiceProvider provider)
        where T : class => provider.GetRequiredService<IOptions<T>>().Value;
}
