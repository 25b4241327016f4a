using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.Storage.Images;

/// <summary>
/// Images on a file system. A file appears by rename after it was flushed, so it is whole or absent. The time of last writing is what keeps the
/// orphan collector away from an image whose row is not committed yet.
/// </summary>
public sealed class FileSystemImageStore : ImageStore
{
    private readonly string _root;
    private readonly string _incoming;
    private readonly TimeProvider _time;
    private readonly WholeFileWriter _writer;

    /// <summary>Opens the store and makes its folders.</summary>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public FileSystemImageStore(IOptions<ImageStoreOptions> options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _root = Path.GetFullPath(options.Value.Path);
        _incoming = Path.Combine(_root, "incoming");
        _time = time;
        _writer = new WholeFileWriter(_incoming, Dependency, time);
        Directory.CreateDirectory(_incoming);
    }

    /// <inheritdoc/>
    public override async Task<ImageAddress> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var address = ImageAddress.Of(content.Span);
        var path = PathOf(address);
        if (!TryTouch(path))
        {
            await _writer.WriteAsync(path, content, cancellationToken);
        }

        return address;
    }

    /// <inheritdoc/>
    public override Task<Stream?> OpenReadAsync(ImageAddress address, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<Stream?>(OpenRead(address));
    }

    /// <inheritdoc/>
    public override async Task<PooledBytes?> ReadAsync(ImageAddress address, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var file = OpenRead(address);
        return file is null ? null : await PooledBytes.ReadExactlyAsync(file, checked((int)file.Length), cancellationToken);
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ImageAddress> OlderThanAsync(DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A folder is listed synchronously; the caller's thread at least is free.
        await Task.Yield();
        RequireMounted();
        foreach (var file in Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (ImageAddress.TryParse(Path.GetFileName(file), out var address) && File.GetLastWriteTimeUtc(file) < before.UtcDateTime)
            {
                yield return address;
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>It is set aside first: a concurrent <see cref="PutAsync"/> either touched it before (then it is put back) or misses it and writes it anew.</remarks>
    public override Task<bool> RemoveIfOlderThanAsync(ImageAddress address, DateTimeOffset before, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = PathOf(address);
        // A name of its own for each call: two collectors of the same image must not delete what the other has set aside.
        var aside = _writer.NewPath($"{address.Hex}.removed");
        try
        {
            File.Move(path, aside, overwrite: true);
        }
        catch (IOException e) when (IsMissing(e))
        {
            RequireMounted();
            return Task.FromResult(false);
        }

        if (File.GetLastWriteTimeUtc(aside) >= before.UtcDateTime)
        {
            File.Move(aside, path, overwrite: true);
            return Task.FromResult(false);
        }

        File.Delete(aside);
        return Task.FromResult(true);
    }

    /// <inheritdoc/>
    public override Task RemoveInterruptedWritesAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        RequireMounted();
        foreach (var file in Directory.EnumerateFiles(_incoming))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (File.GetLastWriteTimeUtc(file) < before.UtcDateTime)
            {
                File.Delete(file);
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task<byte[]?> ReadThumbnailAsync(ImageAddress address, int size, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(ThumbnailPathOf(address, size), cancellationToken);
        }
        catch (IOException e) when (IsMissing(e))
        {
            RequireMounted();
            return null;
        }
    }

    /// <inheritdoc/>
    public override Task KeepThumbnailAsync(ImageAddress address, int size, ReadOnlyMemory<byte> webp, CancellationToken cancellationToken) =>
        _writer.WriteAsync(ThumbnailPathOf(address, size), webp, cancellationToken);

    /// <inheritdoc/>
    public override Task RemoveThumbnailAsync(ImageAddress address, int size, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            File.Delete(ThumbnailPathOf(address, size));
        }
        catch (DirectoryNotFoundException)
        {
            RequireMounted();
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task CheckAsync(CancellationToken cancellationToken)
    {
        RequireMounted();
        return Task.CompletedTask;
    }

    private bool TryTouch(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, _time.GetUtcNow().UtcDateTime);
            return true;
        }
        catch (IOException e) when (IsMissing(e))
        {
            RequireMounted();
            return false;
        }
    }

    private FileStream? OpenRead(ImageAddress address)
    {
        try
        {
            return new FileStream(PathOf(address), new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.Read | FileShare.Delete,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            });
        }
        catch (IOException e) when (IsMissing(e))
        {
            RequireMounted();
            return null;
        }
    }

    private static bool IsMissing(IOException e) => e is FileNotFoundException or DirectoryNotFoundException;

    // Without its folders the file system is not where it was: then nothing is missing, and nothing is written to what lies there instead.
    private void RequireMounted()
    {
        if (!Directory.Exists(_incoming))
        {
            throw new OutageException(Dependency, new DirectoryNotFoundException($"There is no folder {_incoming}."));
        }
    }

    private string PathOf(ImageAddress address) => Path.Combine(_root, NameOf(address));

    private string ThumbnailPathOf(ImageAddress address, int size) => Path.Combine(_root, ThumbnailNameOf(address, size));
}
