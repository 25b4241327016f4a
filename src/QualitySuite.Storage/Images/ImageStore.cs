using QualitySuite.ServiceDefaults;

namespace QualitySuite.Storage.Images;

/// <summary>
/// Images by address, which is the hash of their content: an image is whole or absent, and the same content is stored once. A store that cannot be
/// reached throws <see cref="OutageException"/>, whatever is asked of it, and never says that an image is missing.
/// </summary>
public abstract class ImageStore
{
    /// <summary>What an outage calls the store.</summary>
    protected const string Dependency = "The image store";

    /// <summary>Stores the bytes and returns their address once they are safe. What is there already is not written again, but counts as stored now.</summary>
    /// <exception cref="ImageStoreFullException">There is no room; nothing half-written stays.</exception>
    public abstract Task<ImageAddress> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>
    /// Opens an image for asynchronous reading; null when it is not there. The stream knows its length and can be positioned, and reading a
    /// part does not fetch the whole. The caller disposes it.
    /// </summary>
    public abstract Task<Stream?> OpenReadAsync(ImageAddress address, CancellationToken cancellationToken);

    /// <summary>Reads a whole image into a pooled buffer; null when it is not there. The caller disposes the result.</summary>
    public abstract Task<PooledBytes?> ReadAsync(ImageAddress address, CancellationToken cancellationToken);

    /// <summary>Addresses of the images that nothing has stored since <paramref name="before"/>, and of no others.</summary>
    public abstract IAsyncEnumerable<ImageAddress> OlderThanAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Removes an image unless it was stored since <paramref name="before"/>. What a concurrent <see cref="PutAsync"/> has stored is there afterwards.</summary>
    /// <returns>Whether it was removed.</returns>
    public abstract Task<bool> RemoveIfOlderThanAsync(ImageAddress address, DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Removes what interrupted writes left behind before <paramref name="before"/>.</summary>
    public abstract Task RemoveInterruptedWritesAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Reads the thumbnail that was kept of an image; null when there is none.</summary>
    public abstract Task<byte[]?> ReadThumbnailAsync(ImageAddress address, int size, CancellationToken cancellationToken);

    /// <summary>Keeps a thumbnail, in place of an earlier one.</summary>
    /// <exception cref="ImageStoreFullException">There is no room.</exception>
    public abstract Task KeepThumbnailAsync(ImageAddress address, int size, ReadOnlyMemory<byte> webp, CancellationToken cancellationToken);

    /// <summary>Removes the thumbnail of an image, if there is one.</summary>
    public abstract Task RemoveThumbnailAsync(ImageAddress address, int size, CancellationToken cancellationToken);

    /// <summary>Returns when the store can be used.</summary>
    public abstract Task CheckAsync(CancellationToken cancellationToken);

    /// <summary><c>ab/cd/abcd…</c>: both stores have the same names, so that one can be copied into the other.</summary>
    protected static string NameOf(ImageAddress address) => $"{address.Hex[..2]}/{address.Hex[2..4]}/{address.Hex}";

    /// <summary><c>thumbnails/256/ab/abcd….webp</c>.</summary>
    protected static string ThumbnailNameOf(ImageAddress address, int size) => FormattableString.Invariant($"thumbnails/{size}/{address.Hex[..2]}/{address.Hex}.webp");
}
