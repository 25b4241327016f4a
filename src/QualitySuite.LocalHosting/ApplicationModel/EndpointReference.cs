namespace Aspire.Hosting.ApplicationModel;

/// <summary>Stands for the address of an endpoint, which is known once the application is started.</summary>
public sealed class EndpointReference
{
    private readonly Resource _resource;
    private readonly string? _endpointName;

    internal EndpointReference(Resource resource, string? endpointName)
    {
        _resource = resource;
        _endpointName = endpointName;
    }

    /// <summary>Base address of the first replica, without a final slash.</summary>
    public string Url => _resource.FindEndpoint(_endpointName).UrlOf(0);

    /// <summary>Port of the first replica, 1-65535.</summary>
    public int Port => new Uri(Url).Port;
}
