using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QualitySuite.Imaging;

/// <summary>Resizing as the models were trained with it.</summary>
public static class Resampling
{
    private const int Channels = 3;

    /// <summary>The whole of <paramref name="image"/> by Pillow's <c>resize((width, height), Image.Resampling.BICUBIC)</c>, byte for
    /// byte. The caller disposes the result.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1.</exception>
    public static RgbImage Bicubic(RgbImage image, int width, int height) =>
        Resize(image, width, height, ResampleFilter.Bicubic, new PixelRegion(0, 0, width, height));

    /// <summary>The whole of <paramref name="image"/> by Pillow's <c>resize((width, height), Image.Resampling.BILINEAR)</c>, byte for
    /// byte. The caller disposes the result.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1.</exception>
    public static RgbImage Bilinear(RgbImage image, int width, int height) =>
        Resize(image, width, height, ResampleFilter.Bilinear, new PixelRegion(0, 0, width, height));

    /// <summary>
    /// Pillow's antialiased resize to <paramref name="width"/> x <paramref name="height"/> of which only <paramref name="region"/> is made:
    /// the same bytes as <c>resize(...).crop(...)</c> (libImaging/Resample.c: two passes, columns first, 8 bits between them; a pass whose
    /// size stays is left out). The caller disposes the result.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1, or the region does not lie within the resized image.</exception>
    public static RgbImage Resize(RgbImage image, int width, int height, ResampleFilter filter, PixelRegion region)
    {
        var resized = Allocate(image, width, height, region);
        var columns = ResampleKernelCache.Get(image.Width, width, filter, region.X, region.Width);
        var rows = ResampleKernelCache.Get(image.Height, height, filter, region.Y, region.Height);
        if (VectorResampling.IsSupported)
        {
            VectorResampling.Resize(image, columns, rows, resized.Pixels);
        }
        else
        {
            PlainResampling.Resize(image, columns, rows, resized.Pixels);
        }

        return resized;
    }

    /// <summary>
    /// TensorFlow's <c>resize_bilinear</c> with <c>align_corners=true</c>: corner pixels stay on corner pixels, two taps a direction, no
    /// smoothing before, aspect not kept.
    /// </summary>
    /// <param name="image">The source.</param>
    /// <param name="width">Columns of the result, at least 1.</param>
    /// <param name="height">Rows of the result, at least 1.</param>
    /// <param name="destination">Receives <c>[height, width, 3]</c>, interleaved RGB.</param>
    /// <param name="scale">Multiplies every number: 1 leaves 0-255, 1/255f gives 0-1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1, or the destination is too short.</exception>
    public static void BilinearAlignCorners(RgbImage image, int width, int height, Span<float> destination, float scale = 1)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, checked(width * height * Channels));
        var stride = image.Width * Channels;

        // One float more, because a pixel is read as four.
        var line = ArrayPool<float>.Shared.Rent(stride + 1);
        try
        {
            for (var y = 0; y < height; y++)
            {
                var (above, below, weight) = Taps(y, height, image.Height);
                var (upper, lower) = (above * stride, below * stride);
                BlendRows(image.Pixels.Slice(upper, stride), image.Pixels.Slice(lower, stride), weight, scale, line.AsSpan(0, stride));
                BlendColumns(line, image.Width, destination.Slice(y * width * Channels, width * Channels));
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(line);
        }
    }

    private static RgbImage Allocate(RgbImage image, int width, int height, PixelRegion region)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(region.X);
        ArgumentOutOfRangeException.ThrowIfNegative(region.Y);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)region.X + region.Width, width);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)region.Y + region.Height, height);
        return new RgbImage(region.Width, region.Height);
    }

    private static (int Lower, int Upper, float Weight) Taps(int index, int size, int sourceSize)
    {
        var position = size > 1 ? index * ((sourceSize - 1) / (float)(size - 1)) : 0;
        var lower = Math.Min((int)position, sourceSize - 1);
        return (lower, Math.Min(lower + 1, sourceSize - 1), position - lower);
    }

    private static void BlendRows(ReadOnlySpan<byte> above, ReadOnlySpan<byte> below, float weight, float scale, Span<float> line)
    {
        ref var upper = ref MemoryMarshal.GetReference(above);
        ref var lower = ref MemoryMarshal.GetReference(below);
        ref var target = ref MemoryMarshal.GetReference(line);
        var i = 0;
        for (; i + 16 <= line.Length; i += 16)
        {
            var (a0, a1) = Vector256.Widen(RgbLanes.LoadWide(ref upper, (nuint)i));
            var (b0, b1) = Vector256.Widen(RgbLanes.LoadWide(ref lower, (nuint)i) - RgbLanes.LoadWide(ref upper, (nuint)i));
            ((Vector256.ConvertToSingle(a0) + (Vector256.ConvertToSingle(b0) * weight)) * scale).StoreUnsafe(ref target, (nuint)i);
            ((Vector256.ConvertToSingle(a1) + (Vector256.ConvertToSingle(b1) * weight)) * scale).StoreUnsafe(ref target, (nuint)(i + 8));
        }

        for (; i < line.Length; i++)
        {
            line[i] = (above[i] + ((below[i] - above[i]) * weight)) * scale;
        }
    }

    private static void BlendColumns(ReadOnlySpan<float> line, int sourceWidth, Span<float> row)
    {
        ref var source = ref MemoryMarshal.GetReference(line);
        ref var target = ref MemoryMarshal.GetReference(row);
        var width = row.Length / Channels;
        for (var x = 0; x < width - 1; x++)
        {
            var (left, right, weight) = Taps(x, width, sourceWidth);
            var a = Vector128.LoadUnsafe(ref source, (nuint)(left * Channels));
            var b = Vector128.LoadUnsafe(ref source, (nuint)(right * Channels));

            // The fourth number falls on the next pixel, which is written after this one.
            (a + ((b - a) * weight)).StoreUnsafe(ref target, (nuint)(x * Channels));
        }

        var last = Taps(width - 1, width, sourceWidth);
        for (var channel = 0; channel < Channels; channel++)
        {
            var (a, b) = (line[(last.Lower * Channels) + channel], line[(last.Upper * Channels) + channel]);
            row[((width - 1) * Channels) + channel] = a + ((b - a) * last.Weight);
        }
    }
}
