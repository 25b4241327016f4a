using Microsoft.Extensions.DependencyInjection;
using QualitySuite.Storage.Images;
using QualitySuite.Storage.Queue;

namespace QualitySuite.Storage;

/// <summary>Registers what two services share.</summary>
public static class StorageRegistration
{
    /// <summary>Adds <see cref="ImageStore"/>, configured by section <c>ImageStore</c>.</summary>
    public static IServiceCollection AddImageStore(this IServiceCollection services)
    {
        services.AddOptions<ImageStoreOptions>().BindConfiguration(ImageStoreOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<ImageStore>();
    }

    /// <summary>Adds <see cref="ScoringQueue"/>; the Redis client is registered by <c>AddRedisClient</c>.</summary>
    public static IServiceCollection AddScoringQueue(this IServiceCollection services) => services.AddSingleton<ScoringQueue>();
}
