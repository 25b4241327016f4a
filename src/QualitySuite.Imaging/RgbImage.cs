
namespace QualitySuite.Imaging;

/// <summary>
/// An 8-bit sRGB image in a pooled buffer: interleaved RGB, row-major, no padding, <c>[Height, Width, 3]</c>, values 0-255.
/// Dispose returns the buffer to the pool; the pixels must not be used after that.
/// </summary>
public sealed class RgbImage : IDisposable
{
    /// <summary>Bytes behind the pixels that may be read, so that vector loops need no special last pixels. They hold anything.</summary>
    internal const int SlackBytes = 32;

    private byte[]? _buffer;

    /// <summary>Rents a buffer for <paramref name="width"/> x <paramref name="height"/> pixels; its content is not cleared.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is less than 1.</exception>
    public RgbImage(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        Width = width;
        Height = height;
        _buffer = PixelPool.Rent(checked((width * height * 3) + SlackBytes));
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>All pixels, <c>Height * Width * 3</c> bytes.</summary>
    /// <exception cref="ObjectDisposedException">The buffer went back to the pool.</exception>
    public Span<byte> Pixels =>
        _buffer is { } buffer ? buffer.AsSpan(0, Width * Height * 3) : throw new ObjectDisposedException(nameof(RgbImage));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            PixelPool.Return(buffer);
        }
    }
}
