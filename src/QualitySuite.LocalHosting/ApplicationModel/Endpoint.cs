namespace Aspire.Hosting.ApplicationModel;

/// <summary>A port that a resource listens on; every replica gets its own.</summary>
/// <param name="Name"><c>http</c>, or <c>tcp</c> for a server of another protocol.</param>
/// <param name="FixedPort">The port that the first replica takes outside tests, or null for any free one.</param>
/// <param name="EnvironmentVariable">A variable in which the process finds its port, or null.</param>
internal sealed record Endpoint(string Name, int? FixedPort, string? EnvironmentVariable = null)
{
    /// <summary>By replica; empty until the application is started.</summary>
    public List<int> Ports { get; } = [];

    public string UrlOf(int replica) => Ports.Count > replica
        ? FormattableString.Invariant($"{(Name == "http" ? "http://localhost" : "127.0.0.1")}:{Ports[replica]}")
        : throw new InvalidOperationException($"Endpoint '{Name}' has no port until the application is started.");
}

/// <summary>Stands for the address of an endpoint, which is known once the application is started.</summary>
public sealed class EndpointReference
{
    private readonly Endpoint _endpoint;

    internal EndpointReference(Endpoint endpoint) => _endpoint = endpoint;

    /// <summary>Base address of the first replica, without a final slash.</summary>
    public string Url => _endpoint.UrlOf(0);
}
