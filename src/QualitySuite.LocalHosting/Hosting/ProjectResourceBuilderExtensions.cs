namespace Aspire.Hosting;

/// <summary>Adds projects of the solution.</summary>
public static class ProjectResourceBuilderExtensions
{
    /// <summary>Adds a project, run from its build output with the endpoints of its launch profile.</summary>
    /// <typeparam name="TProject">The class that the build wrote for the project.</typeparam>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new()
    {
        var metadata = new TProject();
        var folder = Path.GetDirectoryName(metadata.ProjectPath)!;
        var profile = LaunchProfile.Read(folder);
        var project = new ProjectResource(name);
        if (profile.Port is { } port)
        {
            project.Endpoints.Add(new Endpoint("http", port, null));
        }

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
}
