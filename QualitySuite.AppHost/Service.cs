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
}
