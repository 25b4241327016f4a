namespace Aspire.Hosting.Testing;

/// <summary>Runs an AppHost inside a test, with random ports and a data folder that is deleted with the application.</summary>
public static class DistributedApplicationTestingBuilder
{
    /// <summary>Runs the AppHost's main up to the point where it builds its application.</summary>
    /// <typeparam name="TEntryPoint">Any class of the AppHost's assembly, such as <c>Projects.QualitySuite_AppHost</c>.</typeparam>
    /// <param name="args">The AppHost's command line.</param>
    /// <param name="cancellationToken">Gives up waiting for the main.</param>
    public static async Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(
        string[] args, CancellationToken cancellationToken = default)
        where TEntryPoint : class => await new TestSession(typeof(TEntryPoint).Assembly).RunMainAsync(args, cancellationToken);
}

/// <summary>The description of an application under test, which may still be changed.</summary>
public interface IDistributedApplicationTestingBuilder : IDistributedApplicationBuilder, IAsyncDisposable
{
    /// <summary>Ends the description and lets the AppHost's main go on to its run, which waits for the test.</summary>
    Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default);
}

/// <summary>Reaches into a started application.</summary>
public static class DistributedApplicationHostingTestingExtensions
{
    /// <summary>A client for a service, with its address as base address.</summary>
    public static HttpClient CreateHttpClient(this DistributedApplication app, string resourceName) =>
        new() { BaseAddress = app.GetEndpoint(resourceName) };

    /// <summary>The address of a service's first replica.</summary>
    public static Uri GetEndpoint(this DistributedApplication app, string resourceName) =>
        new(app.Find<Resource>(resourceName).FindEndpoint("http").UrlOf(0));

    /// <summary>The connection string of a server or database.</summary>
    public static ValueTask<string?> GetConnectionStringAsync(
        this DistributedApplication app, string resourceName, CancellationToken cancellationToken = default) =>
        app.Find<IResourceWithConnectionString>(resourceName).GetConnectionStringAsync(cancellationToken);

    private static T Find<T>(this DistributedApplication app, string name)
        where T : class, IResource =>
        app.Services.GetRequiredService<IReadOnlyList<IResource>>().FirstOrDefault(resource => resource.Name == name) as T
            ?? throw new ArgumentException($"No resource '{name}' that is a {typeof(T).Name}.", nameof(name));
}
