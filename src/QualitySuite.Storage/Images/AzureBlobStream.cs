using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace QualitySuite.Storage.Images;

/// <summary>
/// A blob that can be read from any position; it asks for a piece at a time. The library's own stream ends when a blob's metadata changes while it
/// is read, as they do when the same image is stored again.
/// </summary>
internal sealed class AzureBlobStream(BlobClient blob, long length, string dependency) : Stream
{
    private const int PieceBytes = 1024 * 1024;

    private long _position;

    // What the service sends from the position on; null before it is asked.
    private Stream? _piece;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            if (value != _position)
            {
                Drop();
                _position = value;
            }
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_position < length && !buffer.IsEmpty)
        {
            var read = await AzureBlobOutage.GuardAsync(
                dependency,
                async () =>
                {
                    _piece ??= await AskAsync(cancellationToken);
                    return await _piece.ReadAsync(buffer, cancellationToken);
                },
                cancellationToken);
            if (read > 0)
            {
                _position += read;
                return read;
            }

            Drop();
        }

        return 0;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("An image is read asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => _position,
        _ => length,
    };

    public override void Flush()
    {
        // Nothing is written.
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        Drop();
        base.Dispose(disposing);
    }

    private async Task<Stream> AskAsync(CancellationToken cancellationToken)
    {
        var range = new HttpRange(_position, Math.Min(PieceBytes, length - _position));
        return (await blob.DownloadStreamingAsync(new BlobDownloadOptions { Range = range }, cancellationToken)).Value.Content;
    }

    private void Drop()
    {
        _piece?.Dispose();
        _piece = null;
    }
}
