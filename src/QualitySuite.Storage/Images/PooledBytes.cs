using System.Buffers;

namespace QualitySuite.Storage.Images;

/// <summary>Bytes in a pooled buffer; Dispose gives it back.</summary>
public sealed class PooledBytes : IDisposable
{
    private const int FirstBufferBytes = 64 * 1024;
    private const int KeptBytes = 4 * 1024 * 1024;

    /// <summary>Not the runtime's shared pool, which keeps arrays for each thread: a buffer is rented on one thread and given back on another.</summary>
    private static readonly ArrayPool<byte> s_kept = ArrayPool<byte>.Create(KeptBytes, maxArraysPerBucket: 64);

    private readonly int _length;
    private byte[]? _buffer;

    private PooledBytes(byte[] buffer, int length)
    {
        _buffer = buffer;
        _length = length;
    }

    /// <summary>The bytes.</summary>
    /// <exception cref="ObjectDisposedException">The buffer went back to the pool.</exception>
    public ReadOnlyMemory<byte> Memory => (_buffer ?? throw new ObjectDisposedException(nameof(PooledBytes))).AsMemory(0, _length);

    /// <summary>Reads a stream to its end; null when it holds more than <paramref name="limit"/> bytes. The caller disposes the result.</summary>
    /// <param name="source">Read from where it stands.</param>
    /// <param name="expected">Likely length in bytes: the first buffer is that large, up to 64 KiB. What a client says of a body it has not sent reserves no more.</param>
    /// <param name="limit">Most bytes taken.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static async Task<PooledBytes?> ReadToEndAsync(Stream source, int expected, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var buffer = Rent(Math.Min(Math.Clamp(expected, 4096, FirstBufferBytes), limit) + 1);
        var length = 0;
        try
        {
            int read;
            while ((read = await source.ReadAsync(buffer.AsMemory(length), cancellationToken)) > 0)
            {
                length += read;
                if (length > limit)
                {
                    Return(buffer);
                    return null;
                }

                if (length == buffer.Length)
                {
                    var larger = Rent((int)Math.Min(buffer.Length * 2L, limit + 1L));
                    buffer.CopyTo(larger, 0);
                    Return(buffer);
                    buffer = larger;
                }
            }

            return new PooledBytes(buffer, length);
        }
        catch
        {
            Return(buffer);
            throw;
        }
    }

    /// <summary>Reads exactly <paramref name="length"/> bytes. The caller disposes the result.</summary>
    /// <exception cref="EndOfStreamException">The stream has fewer.</exception>
    internal static async Task<PooledBytes> ReadExactlyAsync(Stream source, int length, CancellationToken cancellationToken)
    {
        var buffer = Rent(length);
        try
        {
            await source.ReadExactlyAsync(buffer.AsMemory(0, length), cancellationToken);
            return new PooledBytes(buffer, length);
        }
        catch
        {
            Return(buffer);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            Return(buffer);
        }
    }

    private static byte[] Rent(int bytes) => PoolOf(bytes).Rent(bytes);

    private static void Return(byte[] buffer) => PoolOf(buffer.Length).Return(buffer);

    private static ArrayPool<byte> PoolOf(int bytes) => bytes <= KeptBytes ? s_kept : ArrayPool<byte>.Shared;
}
