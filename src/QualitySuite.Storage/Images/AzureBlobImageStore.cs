using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Options;

namespace QualitySuite.Storage.Images;

/// <summary>
/// Images as block blobs of one container, each written by a single request: whole or absent. When an image was last stored is written in its
/// metadata, by the same clock that the orphan collector goes by; every such note changes the blob's ETag, so that a removal sees it.
/// </summary>
public sealed class AzureBlobImageStore : ImageStore
{
    private const string StoredAtKey = "storedat";

    private readonly AzureBlobContainer _container;
    private readonly TimeProvider _time;

    /// <summary>Opens the store; the container is asked for when it is first needed.</summary>
    public AzureBlobImageStore(IOptions<ImageStoreOptions> options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _container = new AzureBlobContainer(options.Value.AzureBlob);
        _time = time;
    }

    /// <inheritdoc/>
    public override Task<ImageAddress> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var address = ImageAddress.Of(content.Span);
        return UseAsync(
            NameOf(address),
            async blob =>
            {
                // What was there and is gone before it could be touched is written anew.
                while (!await TryCreateAsync(blob, content, cancellationToken) && !await TryTouchAsync(blob, cancellationToken))
                {
                }

                return address;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<Stream?> OpenReadAsync(ImageAddress address, CancellationToken cancellationToken) => UseAsync(
        NameOf(address),
        async Task<Stream?> (blob) => await PropertiesAsync(blob, cancellationToken) is { } found
            ? new AzureBlobStream(blob, found.ContentLength, Dependency)
            : null,
        cancellationToken);

    /// <inheritdoc/>
    public override Task<PooledBytes?> ReadAsync(ImageAddress address, CancellationToken cancellationToken) => UseAsync(
        NameOf(address),
        blob => UnlessMissingAsync(async () =>
        {
            using var answer = (await blob.DownloadStreamingAsync(cancellationToken: cancellationToken)).Value;
            return await PooledBytes.ReadExactlyAsync(answer.Content, checked((int)answer.Details.ContentLength), cancellationToken);
        }),
        cancellationToken);

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ImageAddress> OlderThanAsync(DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var container = await AzureBlobOutage.GuardAsync(Dependency, () => _container.OpenAsync(cancellationToken), cancellationToken);
        await using var blobs = container.GetBlobsAsync(new GetBlobsOptions { Traits = BlobTraits.Metadata }, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await AzureBlobOutage.GuardAsync(Dependency, () => blobs.MoveNextAsync().AsTask(), cancellationToken))
        {
            var blob = blobs.Current;
            if (ImageAddress.TryParse(Path.GetFileName(blob.Name), out var address) && StoredAt(blob.Metadata, blob.Properties.LastModified) < before)
            {
                yield return address;
            }
        }
    }

    /// <inheritdoc/>
    public override Task<bool> RemoveIfOlderThanAsync(ImageAddress address, DateTimeOffset before, CancellationToken cancellationToken) => UseAsync(
        NameOf(address),
        async blob =>
        {
            if (await PropertiesAsync(blob, cancellationToken) is not { } found || StoredAt(found.Metadata, found.LastModified) >= before)
            {
                return false;
            }

            try
            {
                await blob.DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, new BlobRequestConditions { IfMatch = found.ETag }, cancellationToken);
                return true;
            }
            catch (RequestFailedException e) when (e.Is(BlobErrorCode.BlobNotFound) || e.Is(BlobErrorCode.ConditionNotMet))
            {
                return false;
            }
        },
        cancellationToken);

    /// <inheritdoc/>
    /// <remarks>There are none: what a request did not bring in whole the service never showed.</remarks>
    public override Task RemoveInterruptedWritesAsync(DateTimeOffset before, CancellationToken cancellationToken) => CheckAsync(cancellationToken);

    /// <inheritdoc/>
    public override Task<byte[]?> ReadThumbnailAsync(ImageAddress address, int size, CancellationToken cancellationToken) => UseAsync(
        ThumbnailNameOf(address, size),
        blob => UnlessMissingAsync(async () => (await blob.DownloadContentAsync(cancellationToken)).Value.Content.ToArray()),
        cancellationToken);

    /// <inheritdoc/>
    public override Task KeepThumbnailAsync(ImageAddress address, int size, ReadOnlyMemory<byte> webp, CancellationToken cancellationToken) => UseAsync(
        ThumbnailNameOf(address, size),
        blob => blob.UploadAsync(BinaryData.FromBytes(webp), overwrite: true, cancellationToken),
        cancellationToken);

    /// <inheritdoc/>
    public override Task RemoveThumbnailAsync(ImageAddress address, int size, CancellationToken cancellationToken) => UseAsync(
        ThumbnailNameOf(address, size),
        blob => blob.DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken),
        cancellationToken);

    /// <inheritdoc/>
    public override Task CheckAsync(CancellationToken cancellationToken) => AzureBlobOutage.GuardAsync(
        Dependency,
        async () => await (await _container.OpenAsync(cancellationToken)).GetPropertiesAsync(cancellationToken: cancellationToken),
        cancellationToken);

    private Task<T> UseAsync<T>(string name, Func<BlobClient, Task<T>> use, CancellationToken cancellationToken) => AzureBlobOutage.GuardAsync(
        Dependency,
        async () => await use((await _container.OpenAsync(cancellationToken)).GetBlobClient(name)),
        cancellationToken);

    private static Task<BlobProperties?> PropertiesAsync(BlobClient blob, CancellationToken cancellationToken) =>
        UnlessMissingAsync(async () => (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value);

    /// <returns>Null when there is no such blob.</returns>
    private static async Task<T?> UnlessMissingAsync<T>(Func<Task<T>> ask)
        where T : class
    {
        try
        {
            return await ask();
        }
        catch (RequestFailedException e) when (e.Is(BlobErrorCode.BlobNotFound))
        {
            return null;
        }
    }

    private async Task<bool> TryCreateAsync(BlobClient blob, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions
        {
            Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
            Metadata = StoredNow(),
            // One request, however large: several would leave their blocks behind when they are interrupted.
            TransferOptions = new StorageTransferOptions { InitialTransferSize = Math.Max(1, content.Length) },
        };
        try
        {
            await blob.UploadAsync(BinaryData.FromBytes(content), options, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Is(BlobErrorCode.BlobAlreadyExists) || e.Is(BlobErrorCode.ConditionNotMet))
        {
            return false;
        }
    }

    private async Task<bool> TryTouchAsync(BlobClient blob, CancellationToken cancellationToken) =>
        await UnlessMissingAsync(async () => (await blob.SetMetadataAsync(StoredNow(), cancellationToken: cancellationToken)).Value) is not null;

    private Dictionary<string, string> StoredNow() => new() { [StoredAtKey] = _time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture) };

    // A blob that was copied into the container from elsewhere has no such note.
    private static DateTimeOffset? StoredAt(IDictionary<string, string> metadata, DateTimeOffset? lastModified) =>
        metadata.TryGetValue(StoredAtKey, out var text)
        && DateTimeOffset.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var stored)
            ? stored
            : lastModified;
}
