namespace Aspire.Hosting;

/// <summary>Takes the description of an application: its resources and how they depend on one another.</summary>
public interface IDistributedApplicationBuilder
{
    /// <summary>Settings of the AppHost: appsettings.json, environment, command line.</summary>
    ConfigurationManager Configuration { get; }

    /// <summary>Folder of the AppHost's project.</summary>
    string AppHostDirectory { get; }

    /// <summary>Services of the AppHost itself, hosted services included.</summary>
    IServiceCollection Services { get; }

    /// <summary>Whether the application is run or published.</summary>
    DistributedApplicationExecutionContext ExecutionContext { get; }

    /// <summary>The resources so far.</summary>
    ICollection<IResource> Resources { get; }

    /// <summary>Adds a resource.</summary>
    /// <exception cref="DistributedApplicationException">The name is taken.</exception>
    IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource;

    /// <summary>Ends the description.</summary>
    DistributedApplication Build();
}

/// <summary>What the AppHost is doing: this host always runs, it cannot publish.</summary>
public sealed class DistributedApplicationExecutionContext
{
    /// <summary>Whether resources are started.</summary>
    public bool IsRunMode { get; } = true;

    /// <summary>Whether deployment artefacts are written instead.</summary>
    public bool IsPublishMode => !IsRunMode;
}

/// <summary>A project that the AppHost can start: the build writes one class for each project the AppHost references.</summary>
public interface IProjectMetadata
{
    /// <summary>Full path of the project file.</summary>
    string ProjectPath { get; }

    /// <summary>Full path of the assembly that the project is built into. Only this host's generated classes have it.</summary>
    string TargetPath { get; }
}

/// <summary>The application cannot be run as it is described; the message says what to do.</summary>
public sealed class DistributedApplicationException(string message, Exception? inner = null) : Exception(message, inner);
