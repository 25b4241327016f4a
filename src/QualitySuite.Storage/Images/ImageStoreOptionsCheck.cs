using System.Text.RegularExpressions;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Options;

namespace QualitySuite.Storage.Images;

internal sealed partial class ImageStoreOptionsCheck : IValidateOptions<ImageStoreOptions>
{
    private static readonly string UriPlace = Place("AzureBlob:ContainerUri");
    private static readonly string ConnectionStringPlace = Place("AzureBlob:ConnectionString");

    public ValidateOptionsResult Validate(string? name, ImageStoreOptions options)
    {
        var problem = options.Kind switch
        {
            ImageStoreKind.FileSystem when options.Path.Length == 0 => $"The image store has no folder: give one by {Place("Path")}.",
            ImageStoreKind.FileSystem => null,
            ImageStoreKind.AzureBlob => ProblemOf(options.AzureBlob),
            _ => $"The image store is of no known kind: {Place("Kind")} takes FileSystem or AzureBlob.",
        };
        return problem is null ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problem);
    }

    private static string? ProblemOf(AzureBlobOptions options) => (options.ContainerUri, options.ConnectionString) switch
    {
        (null, null or "") => $"The image store is on Azure Blob and has no address: give {UriPlace}, or for Azurite {ConnectionStringPlace}.",
        ({ } uri, null or "") => ProblemOf(uri),
        (null, { } connectionString) => ProblemOf(connectionString, options.Container),
        _ => $"The image store has two addresses: give either {UriPlace} or {ConnectionStringPlace}.",
    };

    // Without https the client refuses to send a token, and beside a signature it takes none.
    private static string? ProblemOf(Uri uri) =>
        uri is { IsAbsoluteUri: true, Query: "" } && uri.Scheme == Uri.UriSchemeHttps && ContainerName().IsMatch(uri.AbsolutePath.Trim('/'))
            ? null
            : $"{UriPlace} is no address of a container: it reads https://<account>.blob.core.windows.net/<container>, without a query.";

    private static string? ProblemOf(string connectionString, string container)
    {
        if (!ContainerName().IsMatch(container))
        {
            return $"{Place("AzureBlob:Container")} is no name of a container: 3 to 63 lower-case letters, digits and single hyphens between them.";
        }

        try
        {
            _ = new BlobContainerClient(connectionString, container);
            return null;
        }
        catch (FormatException)
        {
            return $"{ConnectionStringPlace} is no connection string of a storage account; Azurite takes UseDevelopmentStorage=true.";
        }
    }

    private static string Place(string key) =>
        $"configuration key {ImageStoreOptions.Section}:{key} (environment variable {ImageStoreOptions.Section}__{key.Replace(":", "__", StringComparison.Ordinal)})";

    // https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata
    [GeneratedRegex("^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex ContainerName();
}
