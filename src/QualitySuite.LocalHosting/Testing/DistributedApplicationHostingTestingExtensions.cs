namespace Aspire.Hosting.Testing;

/// <summary>Reaches into a started application.</summary>
public static class DistributedApplicationHostingTestingExtensions
{
    /// <summary>A client for a service, with its address as base address.</summary>
    public static HttpClient CreateHttpClient(this DistributedApplication app, string resourceName, string? endpointName = null) =>
        new() { BaseAddress = app.GetEndpoint(resourceName, endpointName) };

    /// <summary>The address of a service's first replica.</summary>
    public static Uri GetEndpoint(this DistributedApplication app, string resourceName, string? endpointName = null) =>
        new(app.Find<Resource>(resourceName).FindEndpoint(endpointName).UrlOf(0));

    /// <summary>The connection string of a server or database.</summary>
    public static ValueTask<string?> GetConnectionStringAsync(
        this DistributedApplication app, string resourceName, CancellationToken cancellationToken = default) =>
        app.Find<IResourceWithConnectionString>(resourceName).GetConnectionStringAsync(cancellationToken);

    private static T Find<T>(this DistributedApplication app, string name)
        where T : class, IResource =>
        app.Services.GetRequiredService<IReadOnlyList<IResource>>().FirstOrDefault(resource => resource.Name == name) as T
            ?? throw new ArgumentException($"No resource '{name}' that is a {typeof(T).Name}.", nameof(name));
}
