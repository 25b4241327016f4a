using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using QualitySuite.Storage.Images;
using QualitySuite.Storage.Queue;

namespace QualitySuite.Storage;

/// <summary>Registers what two services share.</summary>
public static class StorageRegistration
{
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Adds the <see cref="ImageStore"/> that section <c>ImageStore</c> asks for, and its health check.</summary>
    public static IServiceCollection AddImageStore(this IServiceCollection services)
    {
        services.AddOptions<ImageStoreOptions>().BindConfiguration(ImageStoreOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ImageStoreOptions>, ImageStoreOptionsCheck>();
        services.AddHealthChecks().AddCheck<ImageStoreCheck>("image-store", HealthStatus.Degraded, tags: [], CheckTimeout);
        return services.AddSingleton<ImageStore>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<ImageStoreOptions>>();
            var time = provider.GetRequiredService<TimeProvider>();
            return options.Value.Kind is ImageStoreKind.AzureBlob ? new AzureBlobImageStore(options, time) : new FileSystemImageStore(options, time);
        });
    }

    /// <summary>Adds <see cref="ScoringQueue"/>; the Redis client is registered by <c>AddRedisClient</c>.</summary>
    public static IServiceCollection AddScoringQueue(this IServiceCollection services) => services.AddSingleton<ScoringQueue>();
}
