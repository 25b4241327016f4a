using QualitySuite.ServiceDefaults;

namespace QualitySuite.Storage.Images;

/// <summary>Writes files that are whole or absent: they are written and flushed in a folder beside their place, and appear there by rename.</summary>
/// <param name="incoming">Where files are until they are whole; on the same file system.</param>
/// <param name="dependency">What an outage calls the file system.</param>
/// <param name="time">Gives files their time of last writing.</param>
internal sealed class WholeFileWriter(string incoming, string dependency, TimeProvider time)
{
    // errno of Linux, which an IOException has as its HResult.
    private const int NoSpace = 28;
    private const int OverQuota = 122;

    /// <summary>A path in the folder beside, for a name that is to be there once.</summary>
    public string NewPath(string name) => Path.Combine(incoming, $"{name}.{Guid.CreateVersion7(time.GetUtcNow()):N}");

    /// <exception cref="ImageStoreFullException">There is no room; nothing half-written stays.</exception>
    /// <exception cref="OutageException">The file system cannot be written.</exception>
    public async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var temporary = NewPath(Path.GetFileName(path));
        try
        {
            await WriteFlushedAsync(temporary, content, cancellationToken);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e)
        {
            TryDelete(temporary);
            if (e is not IOException failure)
            {
                throw;
            }

            throw failure.HResult is NoSpace or OverQuota ? new ImageStoreFullException(failure) : new OutageException(dependency, failure);
        }
    }

    private async Task WriteFlushedAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        // Nothing is allocated beforehand: when that fails for want of room, the exception does not tell so by its number.
        await using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
            Options = FileOptions.Asynchronous,
        });
        await file.WriteAsync(content, cancellationToken);
        File.SetLastWriteTimeUtc(file.SafeFileHandle, time.GetUtcNow().UtcDateTime);
        file.Flush(flushToDisk: true);
    }

    // Where even this fails, the file is one of those that are removed when they are old.
    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (IOException)
        {
            // Why it could not be written says more.
        }
    }
}
