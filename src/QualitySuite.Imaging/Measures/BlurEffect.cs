using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QualitySuite.Imaging;

/// <summary>
/// <c>blur_effect</c>: Crete, Dolmiere, Ladret, Nicolas, "The blur effect: perception and estimation with a new no-reference perceptual blur
/// metric", SPIE 6492, 2007: how little the edges lose when the image is blurred once more, in the variant of scikit-image's
/// <c>measure.blur_effect</c> (Sobel edges, a mean of 11 pixels, the worse of the two directions) on luma. Range 0 (sharp) to 1 (blurred);
/// lower is better. Unlike <see cref="Sharpness"/> it is a ratio, so contrast cancels out.
/// <para>Blind to: what is meant to be soft (bokeh, fog). Noise, halftone and JPEG blocks read as sharp.</para>
/// <para>A direction without any edge counts for nothing; an image without any, or with a side below 4, gives 1.</para>
/// </summary>
public static class BlurEffect
{
    /// <summary>Pixels under the mean.</summary>
    private const int Window = 11;

    /// <summary>Two means whose centres are two pixels apart differ by two pixels at either end; this is how far the outer one is.</summary>
    private const int Reach = (Window + 1) / 2;

    /// <summary>Rows and columns left out at the start, and one fewer at the end, as in scikit-image.</summary>
    private const int Margin = 2;

    /// <summary>Smoothed rows held: <see cref="Reach"/> above and below, and up to a power of two.</summary>
    private const int Ring = 16;

    /// <summary>Measures a luma plane <c>[height, width]</c>.</summary>
    public static double Measure(ReadOnlySpan<byte> luma, int width, int height)
    {
        if (width < Margin + 2 || height < Margin + 2)
        {
            return 1;
        }

        var buffer = ArrayPool<short>.Shared.Rent(width + (2 * Reach) + (Ring * width));
        try
        {
            var line = buffer.AsSpan(0, width + (2 * Reach));
            var ring = buffer.AsSpan(line.Length, Ring * width);
            EdgeSums across = default, down = default;
            var loaded = 0;
            for (var y = Margin; y < height - 1; y++)
            {
                SmoothDown(luma.Slice((y - 1) * width, 3 * width), line);
                AddAcross(ref across, line, width);
                for (; loaded < Math.Min(y + Reach + 1, height); loaded++)
                {
                    SmoothAcross(luma.Slice(loaded * width, width), ring.Slice((loaded % Ring) * width, width));
                }

                AddDown(ref down, ring, y, width, height);
            }

            return across.Sharp + down.Sharp == 0 ? 1 : Math.Max(across.Ratio, down.Ratio);
        }
        finally
        {
            ArrayPool<short>.Shared.Return(buffer);
        }
    }

    /// <summary>Weights 1 2 1 over three rows, and what lies outside mirrored with its border repeated (SciPy's "reflect").</summary>
    private static void SmoothDown(ReadOnlySpan<byte> rows, Span<short> line)
    {
        var width = rows.Length / 3;
        ref var source = ref MemoryMarshal.GetReference(rows);
        ref var target = ref line[Reach];
        var x = 0;
        for (; x + 16 <= width; x += 16)
        {
            (RgbLanes.LoadWide(ref source, (nuint)x) + (RgbLanes.LoadWide(ref source, (nuint)(width + x)) << 1)
                + RgbLanes.LoadWide(ref source, (nuint)((2 * width) + x))).StoreUnsafe(ref target, (nuint)x);
        }

        for (; x < width; x++)
        {
            line[Reach + x] = (short)(rows[x] + (2 * rows[width + x]) + rows[(2 * width) + x]);
        }

        for (x = 1; x <= Reach; x++)
        {
            line[Reach - x] = line[Reach + Mirror(-x, width)];
            line[Reach + width - 1 + x] = line[Reach + Mirror(width - 1 + x, width)];
        }
    }

    /// <summary>Weights 1 2 1 over three columns, where all three exist.</summary>
    private static void SmoothAcross(ReadOnlySpan<byte> row, Span<short> target)
    {
        ref var source = ref MemoryMarshal.GetReference(row);
        ref var first = ref MemoryMarshal.GetReference(target);
        var x = 1;
        for (; x + 17 <= row.Length; x += 16)
        {
            (RgbLanes.LoadWide(ref source, (nuint)(x - 1)) + (RgbLanes.LoadWide(ref source, (nuint)x) << 1)
                + RgbLanes.LoadWide(ref source, (nuint)(x + 1))).StoreUnsafe(ref first, (nuint)x);
        }

        for (; x < row.Length - 1; x++)
        {
            target[x] = (short)(row[x - 1] + (2 * row[x]) + row[x + 1]);
        }
    }

    private static void AddAcross(ref EdgeSums sums, ReadOnlySpan<short> line, int width)
    {
        ReadOnlySpan<short> At(ReadOnlySpan<short> values, int offset) => values.Slice(Reach + Margin + offset, width - Margin - 1);
        sums.Add(At(line, -1), At(line, 1), At(line, -Reach + 1), At(line, Reach - 1), At(line, -Reach), At(line, Reach));
    }

    private static void AddDown(ref EdgeSums sums, ReadOnlySpan<short> ring, int y, int width, int height)
    {
        ReadOnlySpan<short> At(ReadOnlySpan<short> values, int offset) =>
            values.Slice(((Mirror(y + offset, height) % Ring) * width) + Margin, width - Margin - 1);
        sums.Add(At(ring, -1), At(ring, 1), At(ring, -Reach + 1), At(ring, Reach - 1), At(ring, -Reach), At(ring, Reach));
    }

    private static int Mirror(int index, int count)
    {
        while (index < 0 || index >= count)
        {
            index = index < 0 ? -1 - index : (2 * count) - 1 - index;
        }

        return index;
    }

    /// <summary>Everything is kept 11 times as large, so that means are whole numbers; the largest, 44 * 255, fits 16 bits.</summary>
    private struct EdgeSums
    {
        /// <summary>Magnitudes of edges.</summary>
        public long Sharp;

        /// <summary>The part of them that the blurred image keeps.</summary>
        public long Kept;

        public readonly double Ratio => Sharp == 0 ? 0 : Kept / (double)Sharp;

        public void Add(
            ReadOnlySpan<short> before, ReadOnlySpan<short> after, ReadOnlySpan<short> inner, ReadOnlySpan<short> otherInner,
            ReadOnlySpan<short> outer, ReadOnlySpan<short> otherOuter)
        {
            ref var a = ref MemoryMarshal.GetReference(before);
            ref var b = ref MemoryMarshal.GetReference(after);
            ref var c = ref MemoryMarshal.GetReference(inner);
            ref var d = ref MemoryMarshal.GetReference(otherInner);
            ref var e = ref MemoryMarshal.GetReference(outer);
            ref var f = ref MemoryMarshal.GetReference(otherOuter);
            Vector256<int> sharpSums = default, keptSums = default;
            var x = 0;
            for (; x + 16 <= before.Length; x += 16)
            {
                var i = (nuint)x;
                var sharp = Vector256.Abs(Vector256.LoadUnsafe(ref b, i) - Vector256.LoadUnsafe(ref a, i)) * Vector256.Create((short)Window);
                var blurred = Vector256.Abs(
                    Vector256.LoadUnsafe(ref d, i) + Vector256.LoadUnsafe(ref f, i) - Vector256.LoadUnsafe(ref c, i) - Vector256.LoadUnsafe(ref e, i));
                sharpSums += RgbLanes.MultiplyAddPairs(sharp, Vector256<short>.One);
                keptSums += RgbLanes.MultiplyAddPairs(Vector256.Min(sharp, blurred), Vector256<short>.One);
            }

            Sharp += RgbLanes.Total(sharpSums);
            Kept += RgbLanes.Total(keptSums);
            for (; x < before.Length; x++)
            {
                var sharp = Math.Abs(after[x] - before[x]) * Window;
                Sharp += sharp;
                Kept += Math.Min(sharp, Math.Abs(otherInner[x] + otherOuter[x] - inner[x] - outer[x]));
            }
        }
    }
}
