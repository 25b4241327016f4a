namespace Aspire.Hosting;

/// <summary>Takes the description of an application: its resources and how they depend on one another.</summary>
public interface IDistributedApplicationBuilder
{
    /// <summary>Settings of the AppHost: appsettings.json, environment, command line.</summary>
    ConfigurationManager Configuration { get; }

    /// <summary>Folder of the AppHost's project.</summary>
    string AppHostDirectory { get; }

    /// <summary>Name of the environment, Development unless set.</summary>
    IHostEnvironment Environment { get; }

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

/// <summary>What the AppHost is doing.</summary>
public sealed class DistributedApplicationExecutionContext
{
    internal DistributedApplicationExecutionContext()
    {
    }

    /// <summary>Whether resources are started: always so on this host, which cannot publish.</summary>
    public bool IsRunMode { get; } = true;

    /// <summary>Whether deployment artefacts are written instead.</summary>
    public bool IsPublishMode => !IsRunMode;
}
