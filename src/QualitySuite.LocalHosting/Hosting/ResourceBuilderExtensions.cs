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
        this IResourceBuilder<TDestination> builder,
        IResourceBuilder<IResourceWithConnectionString> source,
        string? connectionName = null,
        bool optional = false)
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
            foreach (var endpoint in service.Endpoints)
            {
                for (var replica = 0; replica < service.Replicas; replica++)
                {
                    variables[FormattableString.Invariant($"services__{service.Name}__{endpoint.Name}__{replica}")] = endpoint.UrlOf(replica);
                }

                variables[$"{Prefix(service.Name)}_{Prefix(endpoint.Name)}"] = endpoint.UrlOf(0);
            }
        });
    }

    /// <summary>Starts this resource when the other is healthy.</summary>
    public static IResourceBuilder<T> WaitFor<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : IResourceWithWaitSupport => builder.DependsOn(dependency, null);

    /// <summary>Starts this resource when the other has ended with an exit code.</summary>
    public static IResourceBuilder<T> WaitForCompletion<T>(
        this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency, int exitCode = 0)
        where T : IResourceWithWaitSupport => builder.DependsOn(dependency, exitCode);

    /// <summary>Calls the resource healthy while this address answers with the status.</summary>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints
    {
        var resource = (Resource)(object)builder.Resource;
        resource.FindEndpoint(endpointName);
        resource.HealthCheck = new HttpHealthCheck(path ?? "/", statusCode ?? 200, endpointName);
        return builder;
    }

    /// <summary>Adds a port.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="port">The port outside tests; any free one when null.</param>
    /// <param name="targetPort">Taken when <paramref name="port"/> is null: this host puts no proxy between the two.</param>
    /// <param name="name">Name of the endpoint, <c>http</c> when null.</param>
    /// <param name="env">A variable in which the process finds its port.</param>
    /// <param name="isProxied">Without effect on this host.</param>
    public static IResourceBuilder<T> WithHttpEndpoint<T>(
        this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? name = null, string? env = null, bool? isProxied = null)
        where T : IResourceWithEndpoints
    {
        ((Resource)(object)builder.Resource).Endpoints.Add(new Endpoint(name ?? "http", port ?? targetPort, env));
        return builder;
    }

    /// <summary>Says which services the world may reach when published; every port is local on this host.</summary>
    public static IResourceBuilder<T> WithExternalHttpEndpoints<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEndpoints => builder;

    /// <summary>Stands for the address of an endpoint.</summary>
    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, string name)
        where T : IResourceWithEndpoints => new((Resource)(object)builder.Resource, name);

    private static IResourceBuilder<T> Sets<T>(this IResourceBuilder<T> builder, Action<IDictionary<string, string>> set)
        where T : IResource
    {
        ((Resource)(object)builder.Resource).Environment.Add(set);
        return builder;
    }

    private static IResourceBuilder<T> DependsOn<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency, int? exitCode)
        where T : IResource
    {
        ((Resource)(object)builder.Resource).Dependencies.Add(new Dependency((Resource)dependency.Resource, exitCode));
        return builder;
    }

    private static string Prefix(string name) => NotWord().Replace(name, "_").ToUpperInvariant();

    [GeneratedRegex("[^A-Za-z0-9]")]
    private static partial Regex NotWord();
}
