namespace QualitySuite.Storage.Images;

/// <summary>A container of Azure Blob Storage: in the cloud by its address, on a developer's machine (Azurite) by a connection string.</summary>
public sealed class AzureBlobOptions
{
    /// <summary>
    /// <c>https://&lt;account&gt;.blob.core.windows.net/&lt;container&gt;</c>, used as the service's own identity: its managed identity, or what
    /// <c>DefaultAzureCredential</c> finds on a developer's machine. It needs the role Storage Blob Data Contributor.
    /// </summary>
    public Uri? ContainerUri { get; set; }

    /// <summary>A connection string with the account's key, for Azurite; in place of <see cref="ContainerUri"/>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The container's name, with <see cref="ConnectionString"/>.</summary>
    public string Container { get; set; } = "images";
}
