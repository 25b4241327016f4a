namespace Aspire.Hosting.ApplicationModel;

/// <summary>A .NET project of this solution, run from its build output.</summary>
public sealed class ProjectResource : Resource, IResourceWithEnvironment, IResourceWithServiceDiscovery, IResourceWithWaitSupport
{
    internal ProjectResource(string name)
        : base(name)
    {
    }
}
