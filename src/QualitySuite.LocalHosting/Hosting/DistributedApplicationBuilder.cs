using System.Reflection;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

internal sealed class DistributedApplicationBuilder : IDistributedApplicationTestingBuilder
{
    private readonly HostApplicationBuilder _host;
    private readonly TestSession? _session;
    private readonly List<IResource> _resources = [];

    public DistributedApplicationBuilder(string[] args, Assembly? appHost, TestSession? session)
    {
        _session = session;
        AppHostDirectory = appHost?.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(metadata => metadata.Key == "AppHostProjectPath")?.Value is { } folder && Directory.Exists(folder)
            ? folder
            : Directory.GetCurrentDirectory();
        var defaults = new ConfigurationManager();
        defaults.AddInMemoryCollection(new Dictionary<string, string?>
        {
            // Watching for changed settings takes one inotify handle for every folder below the content root.
            ["hostBuilder:reloadConfigOnChange"] = "false",
            [HostDefaults.EnvironmentKey] = Environments.Development,
            ["DcpPublisher:RandomizePorts"] = session is null ? null : "true",
        });
        _host = new HostApplicationBuilder(new HostApplicationBuilderSettings
        {
            Args = args,
            Configuration = defaults,
            ApplicationName = appHost?.GetName().Name,
            ContentRootPath = AppHostDirectory,
        });
        RunSettings = RunSettings.Read(_host.Configuration, AppHostDirectory, _host.Environment.EnvironmentName);
        // The AppHost keeps its own files there too.
        _host.Configuration["LocalHosting:RunFolder"] = RunSettings.RunFolder;
        AddHosting();
    }

    public RunSettings RunSettings { get; }

    public ConfigurationManager Configuration => _host.Configuration;

    public string AppHostDirectory { get; }

    public IServiceCollection Services => _host.Services;

    public DistributedApplicationExecutionContext ExecutionContext { get; } = new();

    public ICollection<IResource> Resources => _resources;

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        if (_resources.Exists(known => string.Equals(known.Name, resource.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new DistributedApplicationException($"Two resources are named '{resource.Name}'.");
        }

        _resources.Add(resource);
        return new ResourceBuilder<T>(resource, this);
    }

    public DistributedApplication Build()
    {
        // Under test the description waits here, so that the test may add to it before it is final.
        _session?.OfferBuilder(this);
        var application = new DistributedApplication(_host.Build(), _session);
        _session?.OfferApplication(application);
        return application;
    }

    Task<DistributedApplication> IDistributedApplicationTestingBuilder.BuildAsync(CancellationToken cancellationToken) =>
        _session!.BuildAsync(cancellationToken);

    ValueTask IAsyncDisposable.DisposeAsync()
    {
        _session?.End();
        return ValueTask.CompletedTask;
    }

    private void AddHosting()
    {
        _host.Logging.ClearProviders();
        _host.Services.AddSingleton(RunSettings);
        _host.Services.AddSingleton<IReadOnlyList<IResource>>(_resources);
        _host.Services.AddSingleton<ResourceNotificationService>();
        _host.Services.AddSingleton<Orchestrator>();
        _host.Services.AddSingleton(services => new ResourceCommandService(services.GetRequiredService<Orchestrator>()));
        // First of the hosted services, so that it stops last: the AppHost's own still find everything running when they end.
        _host.Services.AddHostedService(services => services.GetRequiredService<Orchestrator>());
        _host.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(60));
        if (!RunSettings.ThrowAway)
        {
            _host.Services.AddSingleton<ConsoleBoard>();
            _host.Services.AddSingleton<ILoggerProvider, BoardLoggerProvider>();
        }
    }
}
