using System.Runtime.CompilerServices;
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
        _buffer = PixelPool.Rent(width * height);
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
            PixelPool.Return(buffer);
        }
    }

    private static void Convert(ReadOnlySpan<byte> rgb, Span<byte> grey, GreyWeights weights)
    {
        var half = 1 << (weights.Shift - 1);

        // Weights beyond 15 bits do not fit a 16-bit product, so green is taken in two parts, with red and with blue.
        var redGreen = Pair(weights.Red, weights.Green / 2);
        var blueGreen = Pair(weights.Blue, weights.Green - (weights.Green / 2));
        ref var source = ref MemoryMarshal.GetReference(rgb);
        ref var destination = ref MemoryMarshal.GetReference(grey);
        var i = 0;
        for (; i + RgbLanes.Pixels <= grey.Length; i += RgbLanes.Pixels)
        {
            RgbLanes.Load(ref source, (nuint)(i * 3), out var red, out var green, out var blue);
            var lower = Weigh(RgbLanes.ZipLower(red, green), redGreen, RgbLanes.ZipLower(blue, green), blueGreen);
            var upper = Weigh(RgbLanes.ZipUpper(red, green), redGreen, RgbLanes.ZipUpper(blue, green), blueGreen);
            var levels = Vector256.Narrow((lower + Vector256.Create(half)) >>> weights.Shift, (upper + Vector256.Create(half)) >>> weights.Shift);
            Vector128.Narrow(levels.GetLower(), levels.GetUpper()).AsByte().StoreUnsafe(ref destination, (nuint)i);
        }

        for (; i < grey.Length; i++)
        {
            var pixel = rgb.Slice(i * 3, 3);
            grey[i] = (byte)(((weights.Red * pixel[0]) + (weights.Green * pixel[1]) + (weights.Blue * pixel[2]) + half) >>> weights.Shift);
        }
    }

    private static Vector256<short> Pair(int first, int second) => Vector256.Create(first | (second << 16)).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Weigh(
        Vector256<short> redGreen, Vector256<short> redGreenWeights, Vector256<short> blueGreen, Vector256<short> blueGreenWeights) =>
        RgbLanes.MultiplyAddNeighbours(redGreen, redGreenWeights) + RgbLanes.MultiplyAddNeighbours(blueGreen, blueGreenWeights);
}
