using System.Buffers;

namespace QualitySuite.Storage.Images;

/// <summary>Bytes in a buffer from the shared pool; Dispose gives it back.</summary>
public sealed class PooledBytes : IDisposable
{
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

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
