namespace Aspire.Hosting.ApplicationModel;

/// <summary>A port that a resource listens on; every replica gets its own.</summary>
/// <param name="name">Name of the endpoint, which is also its scheme.</param>
/// <param name="fixedPort">The port that the first replica takes outside tests, or null for any free one.</param>
/// <param name="environmentVariable">A variable in which the process finds its port, or null.</param>
internal sealed class Endpoint(string name, int? fixedPort, string? environmentVariable)
{
    public string Name { get; } = name;

    public int? FixedPort { get; } = fixedPort;

    public string? EnvironmentVariable { get; } = environmentVariable;

    /// <summary>By replica; empty until the application is started.</summary>
    public List<int> Ports { get; } = [];

    public string UrlOf(int replica) => Ports.Count > replica
        ? FormattableString.Invariant($"http://localhost:{Ports[replica]}")
        : throw new InvalidOperationException($"Endpoint '{Name}' has no port until the application is started.");
}
