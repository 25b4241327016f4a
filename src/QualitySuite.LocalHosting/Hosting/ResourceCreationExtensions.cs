namespace Aspire.Hosting;

/// <summary>Adds projects, programs, servers and values to an application.</summary>
public static class ResourceCreationExtensions
{
    /// <summary>Adds a project, run from its build output with the endpoint of its launch profile.</summary>
    /// <typeparam name="TProject">The class that the build wrote for the project.</typeparam>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new()
    {
        var metadata = new TProject();
        var folder = Path.GetDirectoryName(metadata.ProjectPath)!;
        var profile = LaunchProfile.Read(folder);
        var project = new ProjectResource(name) { Endpoint = profile.Port is { } port ? new Endpoint("http", port) : null };
        project.Launcher = new ProcessLauncher(project, "dotnet", [metadata.TargetPath], folder, profile);
        return builder.AddResource(project);
    }

    /// <summary>Runs several processes of the project; the first takes its port, the others any free ones.</summary>
    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(replicas);
        builder.Resource.Replicas = replicas;
        return builder;
    }

    /// <summary>
    /// Adds a program that is not a project of the solution: its path, or its name if it is on PATH, and its folder relative to the AppHost's.
    /// </summary>
    public static IResourceBuilder<ExecutableResource> AddExecutable(
        this IDistributedApplicationBuilder builder, string name, string command, string workingDirectory, params string[]? args)
    {
        var program = new ExecutableResource(name);
        program.Launcher = new ProcessLauncher(program, command, args ?? [], Path.GetFullPath(workingDirectory, builder.AppHostDirectory), null);
        return builder.AddResource(program);
    }

    /// <summary>
    /// Adds the value of configuration key <c>Parameters:name</c>, or <paramref name="value"/> where nothing sets it. This host shows no values,
    /// secret or not.
    /// </summary>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, string? value = null, bool secret = false) =>
        builder.AddResource(new ParameterResource(name, builder.Configuration, value));

    /// <summary>Adds a Postgres server. Its superuser gets the password, or a random one when null, even on data that was made with another one.</summary>
    public static IResourceBuilder<PostgresServerResource> AddPostgres(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource>? password = null) =>
        builder.AddResource(new PostgresServerResource(name, password?.Resource));

    /// <summary>Adds a database of this name, created when the server is first ready.</summary>
    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(this IResourceBuilder<PostgresServerResource> builder, string name)
    {
        var database = new PostgresDatabaseResource(name, builder.Resource);
        builder.Resource.Databases.Add(database);
        return builder.ApplicationBuilder.AddResource(database);
    }

    /// <summary>Adds a Redis server with this password, or a random one when null.</summary>
    public static IResourceBuilder<RedisResource> AddRedis(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource>? password = null) =>
        builder.AddResource(new RedisResource(name, password?.Resource));

    /// <summary>Keeps the data across runs, in the run folder; without it, and in tests, every run begins empty.</summary>
    public static IResourceBuilder<T> WithDataVolume<T>(this IResourceBuilder<T> builder)
        where T : ServerResource
    {
        builder.Resource.KeepsData = true;
        return builder;
    }

    /// <summary>Writes the data to disk, so that a restarted server still has it.</summary>
    public static IResourceBuilder<RedisResource> WithPersistence(this IResourceBuilder<RedisResource> builder)
    {
        builder.Resource.Persists = true;
        return builder;
    }
}
