using System.Security.Cryptography;

namespace Aspire.Hosting;

/// <summary>Adds Postgres.</summary>
public static class PostgresBuilderExtensions
{
    /// <summary>Adds a Postgres server on 127.0.0.1.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">Name of the resource.</param>
    /// <param name="userName">The superuser; <c>postgres</c> when null.</param>
    /// <param name="password">Its password, also for data that was made with another one; a random one when null.</param>
    /// <param name="port">Its port; any free one when null.</param>
    public static IResourceBuilder<PostgresServerResource> AddPostgres(
        this IDistributedApplicationBuilder builder,
        string name,
        IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null,
        int? port = null)
    {
        var made = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var server = new PostgresServerResource(name, userName?.Resource, password is null ? () => made : password.Resource.Read);
        server.Endpoints.Add(new Endpoint("tcp", port, null));
        server.Launcher = new PostgresLauncher(server);
        return builder.AddResource(server);
    }

    /// <summary>Adds a database, created when the server is first ready.</summary>
    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(
        this IResourceBuilder<PostgresServerResource> builder, string name, string? databaseName = null)
    {
        var database = new PostgresDatabaseResource(name, databaseName ?? name, builder.Resource);
        builder.Resource.Databases.Add(database);
        return builder.ApplicationBuilder.AddResource(database);
    }

    /// <summary>Keeps the data across runs, in the run folder; without it, and in tests, every run begins empty.</summary>
    public static IResourceBuilder<PostgresServerResource> WithDataVolume(
        this IResourceBuilder<PostgresServerResource> builder, string? name = null, bool isReadOnly = false)
    {
        builder.Resource.KeepsData = true;
        return builder;
    }
}
