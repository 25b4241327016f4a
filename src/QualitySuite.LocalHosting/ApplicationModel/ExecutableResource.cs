namespace Aspire.Hosting.ApplicationModel;

/// <summary>Any program, run with arguments in a folder.</summary>
public sealed class ExecutableResource : Resource, IResourceWithEnvironment, IResourceWithServiceDiscovery, IResourceWithWaitSupport
{
    internal ExecutableResource(string name)
        : base(name)
    {
    }
}
