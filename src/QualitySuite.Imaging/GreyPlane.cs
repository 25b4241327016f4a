using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QualitySuite.Imaging;

/// <summary>An 8-bit grey image in a pooled buffer: row-major, no padding, <c>[Height, Width]</c>, levels 0-255. Dispose returns the
/// buffer.</summary>
public sealed class GreyPlane : IDisposable
{
    private byte[]? _buffer;

    private GreyPlane(int width, int height)
    {
        Width = width;
        Height = height;
        _buffer = ArrayPool<byte>.Shared.Rent(width * height);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>All levels, <c>Height * Width</c> bytes.</summary>
    /// <exception cref="ObjectDisposedException">The buffer went back to the pool.</exception>
    public ReadOnlySpan<byte> Pixels =>
        _buffer is { } buffer ? buffer.AsSpan(0, Width * Height) : throw new ObjectDisposedException(nameof(GreyPlane));

    /// <summary>The luma of <paramref name="image"/> with the given weights, the same on every machine.</summary>
    public static GreyPlane From(RgbImage image, GreyWeights weights)
    {
        ArgumentNullException.ThrowIfNull(image);
        var plane = new GreyPlane(image.Width, image.Height);
        Convert(image.Pixels, plane._buffer.AsSpan(0, image.Width * image.Height), weights);
        return plane;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Convert(ReadOnlySpan<byte> rgb, Span<byte> grey, GreyWeights weights)
    {
        var half = 1u << (weights.Shift - 1);
        ref var source = ref MemoryMarshal.GetReference(rgb);
        ref var destination = ref MemoryMarshal.GetReference(grey);
        var i = 0;
        for (; i + RgbLanes.Pixels <= grey.Length; i += RgbLanes.Pixels)
        {
            RgbLanes.Load(ref source, (nuint)(i * 3), out var red, out var green, out var blue);
            var (red0, red1) = Vector256.Widen(RgbLanes.Widen(red).AsUInt16());
            var (green0, green1) = Vector256.Widen(RgbLanes.Widen(green).AsUInt16());
            var (blue0, blue1) = Vector256.Widen(RgbLanes.Widen(blue).AsUInt16());
            var lower = (red0 * (uint)weights.Red) + (green0 * (uint)weights.Green) + (blue0 * (uint)weights.Blue) + Vector256.Create(half);
            var upper = (red1 * (uint)weights.Red) + (green1 * (uint)weights.Green) + (blue1 * (uint)weights.Blue) + Vector256.Create(half);
            var levels = Vector256.Narrow(lower >> weights.Shift, upper >> weights.Shift);
            Vector128.Narrow(levels.GetLower(), levels.GetUpper()).StoreUnsafe(ref destination, (nuint)i);
        }

        for (; i < grey.Length; i++)
        {
            var pixel = rgb.Slice(i * 3, 3);
            grey[i] = (byte)(((weights.Red * pixel[0]) + (weights.Green * pixel[1]) + (weights.Blue * pixel[2]) + half) >> weights.Shift);
        }
    }
}
