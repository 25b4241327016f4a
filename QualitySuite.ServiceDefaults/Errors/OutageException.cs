namespace QualitySuite.ServiceDefaults;

/// <summary>Something that a service needs cannot be reached, for now: what <see cref="Outage"/> knows at once, where the client library of what is out has no exception that says only this.</summary>
/// <param name="dependency">What is out, as the beginning of a sentence: <c>The image store</c>.</param>
/// <param name="inner">How that showed.</param>
public sealed class OutageException(string dependency, Exception inner) : Exception($"{dependency} cannot be reached: {inner?.Message}", inner)
{
    /// <summary>What is out.</summary>
    public string Dependency => dependency;
}
