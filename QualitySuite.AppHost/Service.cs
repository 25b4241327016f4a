namespace QualitySuite.AppHost;

/// <summary>What every service of the suite has in common.</summary>
internal static class Service
{
    /// <summary>The service uses the database, starts when its schema is up to date, answers at /health, and knows the key for calls among services.</summary>
    public static IResourceBuilder<ProjectResource> AsService(
        this IResourceBuilder<ProjectResource> service,
        IResourceBuilder<PostgresDatabaseResource> database,
        IResourceBuilder<ProjectResource> migrations,
        IResourceBuilder<ParameterResource> internalKey) => service
        .WithReference(database)
        .WaitForCompletion(migrations)
        .WithHttpHealthCheck("/health")
        .WithEnvironment("Authentication__InternalKey", internalKey);

    /// <summary>Passes on what the AppHost's own configuration has in a section, so that it can be said on its command line.</summary>
    public static IResourceBuilder<ProjectResource> WithSection(this IResourceBuilder<ProjectResource> service, IConfiguration configuration, string section)
    {
        foreach (var (key, value) in configuration.GetSection(section).AsEnumerable().Where(setting => setting.Value is not null))
        {
            service.WithEnvironment(key.Replace(":", "__", StringComparison.Ordinal), value);
        }

        return service;
    }
}
