using System.Text.RegularExpressions;

namespace Aspire.Hosting;

/// <summary>What can be said of several kinds of resource: environment, references, order of start, health.</summary>
public static partial class ResourceBuilderExtensions
{
    extension<T>(IResourceBuilder<T> builder)
        where T : IResourceWithEnvironment
    {
        /// <summary>Sets an environment variable.</summary>
        public IResourceBuilder<T> WithEnvironment(string name, string? value) => builder.Sets(variables => variables[name] = value ?? "");

        /// <summary>Sets an environment variable to the value of a parameter.</summary>
        public IResourceBuilder<T> WithEnvironment(string name, IResourceBuilder<ParameterResource> parameter) =>
            builder.Sets(variables => variables[name] = parameter.Resource.Read());

        /// <summary>Sets an environment variable to the address of an endpoint.</summary>
        public IResourceBuilder<T> WithEnvironment(string name, EndpointReference endpointReference) =>
            builder.Sets(variables => variables[name] = endpointReference.Url);

        /// <summary>
        /// Gives a connection string as <c>ConnectionStrings__name</c>, and its parts as <c>NAME_HOST</c>, <c>NAME_PORT</c> and so on.
        /// </summary>
        public IResourceBuilder<T> WithReference(IResourceBuilder<IResourceWithConnectionString> source, string? connectionName = null)
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
        public IResourceBuilder<T> WithReference(IResourceBuilder<IResourceWithServiceDiscovery> source) => builder.Sets(variables =>
        {
            var service = (Resource)source.Resource;
            for (var replica = 0; replica < service.Replicas; replica++)
            {
                variables[FormattableString.Invariant($"services__{service.Name}__http__{replica}")] = service.FindEndpoint().UrlOf(replica);
            }

            variables[$"{Prefix(service.Name)}_HTTP"] = service.FindEndpoint().UrlOf(0);
        });

        private IResourceBuilder<T> Sets(Action<IDictionary<string, string>> set) => builder.With(it => it.Environment.Add(set));
    }

    extension<T>(IResourceBuilder<T> builder)
        where T : IResourceWithWaitSupport
    {
        /// <summary>Starts this resource when the other is healthy.</summary>
        public IResourceBuilder<T> WaitFor(IResourceBuilder<IResource> dependency) =>
            builder.With(it => it.Dependencies.Add(new Dependency((Resource)dependency.Resource, false)));

        /// <summary>Starts this resource when the other has ended with exit code 0.</summary>
        public IResourceBuilder<T> WaitForCompletion(IResourceBuilder<IResource> dependency) =>
            builder.With(it => it.Dependencies.Add(new Dependency((Resource)dependency.Resource, true)));
    }

    extension<T>(IResourceBuilder<T> builder)
        where T : IResourceWithEndpoints
    {
        /// <summary>Calls the resource healthy while this path answers with status 200.</summary>
        public IResourceBuilder<T> WithHttpHealthCheck(string? path = null)
        {
            builder.GetEndpoint("http");
            return builder.With(it => it.HealthPath = path ?? "/");
        }

        /// <summary>Gives the resource a port.</summary>
        /// <param name="port">The port outside tests; any free one when null.</param>
        /// <param name="env">A variable in which the process finds its port.</param>
        public IResourceBuilder<T> WithHttpEndpoint(int? port = null, string? env = null) =>
            builder.With(it => it.Endpoint = new Endpoint("http", port, env));

        /// <summary>Says which services the world may reach when published; every port is local on this host.</summary>
        public IResourceBuilder<T> WithExternalHttpEndpoints() => builder;

        /// <summary>Stands for the address of an endpoint.</summary>
        public EndpointReference GetEndpoint(string name) => new(((Resource)(object)builder.Resource).FindEndpoint(name));
    }

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
