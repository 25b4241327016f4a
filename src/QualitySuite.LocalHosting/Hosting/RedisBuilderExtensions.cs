using System.Security.Cryptography;

namespace Aspire.Hosting;

/// <summary>Adds Redis.</summary>
public static class RedisBuilderExtensions
{
    /// <summary>Adds a Redis server on 127.0.0.1.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">Name of the resource.</param>
    /// <param name="port">Its port; any free one when null.</param>
    /// <param name="password">Its password; a random one when null.</param>
    public static IResourceBuilder<RedisResource> AddRedis(
        this IDistributedApplicationBuilder builder, string name, int? port = null, IResourceBuilder<ParameterResource>? password = null)
    {
        var made = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var server = new RedisResource(name, password is null ? () => made : password.Resource.Read);
        server.Endpoints.Add(new Endpoint("tcp", port, null));
        server.Launcher = new RedisLauncher(server);
        return builder.AddResource(server);
    }

    /// <summary>Keeps the data across runs, in the run folder; without it, and in tests, every run begins empty.</summary>
    public static IResourceBuilder<RedisResource> WithDataVolume(
        this IResourceBuilder<RedisResource> builder, string? name = null, bool isReadOnly = false)
    {
        builder.Resource.KeepsData = true;
        builder.Resource.Persistence ??= new RedisPersistence(TimeSpan.FromSeconds(60), 1);
        return builder;
    }

    /// <summary>Writes the data to disk, so that a restarted server still has it.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="interval">Time between snapshots, 60 s when null; every command is appended to a log besides.</param>
    /// <param name="keysChangedThreshold">Changes within the interval that make a snapshot worth while.</param>
    public static IResourceBuilder<RedisResource> WithPersistence(
        this IResourceBuilder<RedisResource> builder, TimeSpan? interval = null, long keysChangedThreshold = 1)
    {
        builder.Resource.Persistence = new RedisPersistence(interval ?? TimeSpan.FromSeconds(60), keysChangedThreshold);
        return builder;
    }
}
