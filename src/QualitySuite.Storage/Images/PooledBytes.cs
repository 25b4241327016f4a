using System.Buffers;

namespace QualitySuite.Storage.Images;

/// <summary>Bytes in a buffer from the shared pool; Dispose gives it back.</summary>
public sealed class PooledBytes : IDisposable
{
    private const int FirstBufferBytes = 64 * 1024;

    private readonly int _length;
    private byte[]? _buffer;

    internal PooledBytes(byte[] buffer, int length)
    {
        _buffer = buffer;
        _length = length;
    }

    /// <summary>The bytes.</summary>
    /// <exception cref="ObjectDisposedException">The buffer went back to the pool.</exception>
    public ReadOnlyMemory<byte> Memory => Writable;

    internal Memory<byte> Writable => (_buffer ?? throw new ObjectDisposedException(nameof(PooledBytes))).AsMemory(0, _length);

    /// <summary>Reads a stream to its end; null when it holds more than <paramref name="limit"/> bytes. The caller disposes the result.</summary>
    /// <param name="source">Read from where it stands.</param>
    /// <param name="expected">Likely length in bytes: the first buffer is that large, up to 64 KiB. What a client says of a body it has not sent reserves no more.</param>
    /// <param name="limit">Most bytes taken.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static async Task<PooledBytes?> ReadToEndAsync(Stream source, int expected, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Min(Math.Clamp(expected, 4096, FirstBufferBytes), limit) + 1);
        var length = 0;
        try
        {
            int read;
            while ((read = await source.ReadAsync(buffer.AsMemory(length), cancellationToken)) > 0)
            {
                length += read;
                if (length > limit)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                    return null;
                }

                if (length == buffer.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(buffer.Length * 2L, limit + 1L));
                    buffer.CopyTo(larger, 0);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }
            }

            return new PooledBytes(buffer, length);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
