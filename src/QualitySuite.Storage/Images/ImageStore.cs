using Microsoft.Extensions.Options;

namespace QualitySuite.Storage.Images;

/// <summary>
/// Images on a file system, addressed by content: <c>ab/cd/abcd…</c>. A file appears by rename after it was flushed, so it is whole or absent;
/// the same content is stored once.
/// </summary>
public sealed class ImageStore
{
    private readonly string _root;
    private readonly string _incoming;
    private readonly TimeProvider _time;

    /// <summary>Opens the store and makes its folders.</summary>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public ImageStore(IOptions<ImageStoreOptions> options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _root = Path.GetFullPath(options.Value.Path);
        _incoming = Path.Combine(_root, "incoming");
        _time = time;
        Directory.CreateDirectory(_incoming);
    }

    /// <summary>Stores the bytes and returns their address once they are on the disk.</summary>
    /// <exception cref="IOException">The disk is full or fails; nothing half-written stays.</exception>
    public async Task<ImageAddress> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var address = ImageAddress.Of(content.Span);
        var path = PathOf(address);
        if (TryTouch(path))
        {
            return address;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = Path.Combine(_incoming, $"{address.Hex}.{Guid.CreateVersion7(_time.GetUtcNow()):N}");
        try
        {
            await WriteAsync(temporary, content, cancellationToken);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        return address;
    }

    /// <summary>Opens an image for reading; null when it is not there. The caller disposes the stream.</summary>
    public Stream? OpenRead(ImageAddress address)
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
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Reads a whole image into a pooled buffer; null when it is not there. The caller disposes the result.</summary>
    public async Task<PooledBytes?> ReadAsync(ImageAddress address, CancellationToken cancellationToken)
    {
        var stream = OpenRead(address);
        if (stream is null)
        {
            return null;
        }

        await using (stream)
        {
            var length = checked((int)stream.Length);
            var bytes = PooledBytes.OfLength(length);
            try
            {
                await stream.ReadExactlyAsync(bytes.Writable, cancellationToken);
                return bytes;
            }
            catch
            {
                bytes.Dispose();
                throw;
            }
        }
    }

    /// <summary>Addresses of the images that nothing has stored or touched since <paramref name="before"/>, and of no others.</summary>
    public IEnumerable<ImageAddress> OlderThan(DateTimeOffset before)
    {
        foreach (var file in Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories))
        {
            if (ImageAddress.TryParse(Path.GetFileName(file), out var address) && File.GetLastWriteTimeUtc(file) < before.UtcDateTime)
            {
                yield return address;
            }
        }
    }

    /// <summary>
    /// Removes an image unless it was stored again since <paramref name="before"/>. It is set aside first: a concurrent
    /// <see cref="PutAsync"/> either touched it before (then it is put back) or misses it and writes it anew.
    /// </summary>
    /// <returns>Whether it was removed.</returns>
    public bool RemoveIfOlderThan(ImageAddress address, DateTimeOffset before)
    {
        var path = PathOf(address);
        // A name of its own for each call: two collectors of the same image must not delete what the other has set aside.
        var aside = Path.Combine(_incoming, $"{address.Hex}.{Guid.CreateVersion7(_time.GetUtcNow()):N}.removed");
        try
        {
            File.Move(path, aside, overwrite: true);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }

        if (File.GetLastWriteTimeUtc(aside) >= before.UtcDateTime)
        {
            File.Move(aside, path, overwrite: true);
            return false;
        }

        File.Delete(aside);
        return true;
    }

    /// <summary>Removes what interrupted writes left behind before <paramref name="before"/>.</summary>
    public void RemoveInterruptedWrites(DateTimeOffset before)
    {
        foreach (var file in Directory.EnumerateFiles(_incoming))
        {
            if (File.GetLastWriteTimeUtc(file) < before.UtcDateTime)
            {
                File.Delete(file);
            }
        }
    }

    private static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
            PreallocationSize = content.Length,
            Options = FileOptions.Asynchronous,
        });
        await file.WriteAsync(content, cancellationToken);
        file.Flush(flushToDisk: true);
    }

    // The time of last writing is what keeps the orphan collector away from an image whose row is not committed yet.
    private bool TryTouch(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, _time.GetUtcNow().UtcDateTime);
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    private string PathOf(ImageAddress address) => Path.Combine(_root, address.Hex[..2], address.Hex[2..4], address.Hex);
}
