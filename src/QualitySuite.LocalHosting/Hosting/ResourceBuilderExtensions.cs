using System.Text.RegularExpressions;

namespace Aspire.Hosting;

/// <summary>What can be said of several kinds of resource: environment, references, order of start, health.</summary>
public static partial class ResourceBuilderExtensions
{
    /// <summary>Sets an environment variable.</summary>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, string? value)
        where T : IResourceWithEnvironment => builder.Sets(variables => variables[name] = value ?? "");

    /// <summary>Sets an environment variable to the value of a parameter.</summary>
    public static IResourceBuilder<T> WithEnvironment<T>(
        this IResourceBuilder<T> builder, string name, IResourceBuilder<ParameterResource> parameter)
        where T : IResourceWithEnvironment => builder.Sets(variables => variables[name] = parameter.Resource.Read());

    /// <summary>Sets an environment variable to the address of an endpoint.</summary>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, EndpointReference endpointReference)
        where T : IResourceWithEnvironment => builder.Sets(variables => variables[name] = endpointReference.Url);

    /// <summary>
    /// Gives a connection string as <c>ConnectionStrings__name</c>, and its parts as <c>NAME_HOST</c>, <c>NAME_PORT</c> and so on.
    /// </summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithConnectionString> source, string? connectionName = null)
        where TDestination : IResourceWithEnvironment
    {
        var name = connectionName ?? source.Resource.Name;
        return builder.Sets(variables =>
        {
            variables[$"ConnectionStrings__{name}"] = source.Resource.GetConnectionStringAsync().AsTask().GetAwaiter().GetResult() ?? "";
            foreach (var (key, value) in ((Resource)source.Resource).ConnectionProperties)
            {
                variables[$"{Prefix(name)}_{key}"] = value;
            }
        });
    }

    /// <summary>Gives the addresses of a service as <c>services__name__http__0</c> and up, and the first as <c>NAME_HTTP</c>.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment
    {
        var service = (Resource)source.Resource;
        return builder.Sets(variables =>
        {
            for (var replica = 0; replica < service.Replicas; replica++)
            {
                variables[FormattableString.Invariant($"services__{service.Name}__http__{replica}")] = service.FindEndpoint().UrlOf(replica);
            }

            variables[$"{Prefix(service.Name)}_HTTP"] = service.FindEndpoint().UrlOf(0);
        });
    }

    /// <summary>Starts this resource when the other is healthy.</summary>
    public static IResourceBuilder<T> WaitFor<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : IResourceWithWaitSupport => builder.With(it => it.Dependencies.Add(new Dependency((Resource)dependency.Resource, false)));

    /// <summary>Starts this resource when the other has ended with exit code 0.</summary>
    public static IResourceBuilder<T> WaitForCompletion<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : IResourceWithWaitSupport => builder.With(it => it.Dependencies.Add(new Dependency((Resource)dependency.Resource, true)));

    /// <summary>Calls the resource healthy while this path answers with status 200.</summary>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(this IResourceBuilder<T> builder, string? path = null)
        where T : IResourceWithEndpoints => builder.With(it =>
        {
            it.FindEndpoint("http");
            it.HealthPath = path ?? "/";
        });

    /// <summary>Gives the resource a port.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="port">The port outside tests; any free one when null.</param>
    /// <param name="env">A variable in which the process finds its port.</param>
    public static IResourceBuilder<T> WithHttpEndpoint<T>(this IResourceBuilder<T> builder, int? port = null, string? env = null)
        where T : IResourceWithEndpoints => builder.With(it => it.Endpoint = new Endpoint("http", port, env));

    /// <summary>Says which services the world may reach when published; every port is local on this host.</summary>
    public static IResourceBuilder<T> WithExternalHttpEndpoints<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEndpoints => builder;

    /// <summary>Stands for the address of an endpoint.</summary>
    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, string name)
        where T : IResourceWithEndpoints => new(((Resource)(object)builder.Resource).FindEndpoint(name));

    private static IResourceBuilder<T> Sets<T>(this IResourceBuilder<T> builder, Action<IDictionary<string, string>> set)
        where T : IResource => builder.With(it => it.Environment.Add(set));

    private static IResourceBuilder<T> With<T>(this IResourceBuilder<T> builder, Action<Resource> change)
        where T : IResource
    {
        change((Resource)(object)builder.Resource);
        return builder;
    }

    private static string Prefix(string name) => NotWord().Replace(name, "_").ToUpperInvariant();

    [GeneratedRegex("[^A-Za-z0-9]")]
    private static partial Regex NotWord();
}
