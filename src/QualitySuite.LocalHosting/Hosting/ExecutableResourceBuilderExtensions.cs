namespace Aspire.Hosting;

/// <summary>Adds programs that are not projects of the solution.</summary>
public static class ExecutableResourceBuilderExtensions
{
    /// <summary>Adds a program.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">Name of the resource.</param>
    /// <param name="command">A path, or a name found on PATH.</param>
    /// <param name="workingDirectory">Its folder, relative to the AppHost's.</param>
    /// <param name="args">Its arguments.</param>
    public static IResourceBuilder<ExecutableResource> AddExecutable(
        this IDistributedApplicationBuilder builder, string name, string command, string workingDirectory, params string[]? args)
    {
        var executable = new ExecutableResource(name);
        executable.Launcher = new ProcessLauncher(
            executable, command, args ?? [], Path.GetFullPath(workingDirectory, builder.AppHostDirectory), null);
        return builder.AddResource(executable);
    }
}
