using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QualitySuite.Imaging;

/// <summary>
/// <c>banding</c>: false contours, flat steps where a smooth gradient should be. The contrast-aware value of CAMBI (Tandon, Afonso, Sole,
/// Krasula, "CAMBI: Contrast-aware Multiscale Banding Index", PCS 2021), after Bhagavathy, Llach, Zhai (IEEE TIP 18(9), 2009): a flat pixel
/// among whose neighbours the share p0 has its level and the share pk a level k away counts <c>w(k) p0 pk / (p0 + pk)</c>, the largest over
/// k. Ours is cheaper: one scale, windows of 64 x 64 pixels side by side, flat = equal to all eight neighbours, k = 1 to 8 levels of 8-bit
/// luma, w = min(k, 4). A window's value is the mean over its pixels; the image's the mean over its worst 30 % of windows. Range 0 (none) to
/// 1; a smooth gradient in 8 bits without dither reaches about 0.1; lower is better.
/// <para>Blind to: bands narrower than 3 pixels, contours in colour alone, and steps above 8 levels, which pass for edges. Flat drawings in
/// two all but equal tones count as banded, as do the flat 8 x 8 blocks of strong JPEG compression.</para>
/// <para>An image with a side below 3 has no flat pixel and gives 0.</para>
/// </summary>
public static class Banding
{
    private const int Window = 64;
    private const int Levels = 256;
    private const int MaxStep = 8;
    private const int MaxWeight = 4;
    private const double WorstShare = 0.3;

    /// <summary>Measures a luma plane <c>[height, width]</c>.</summary>
    public static double Measure(ReadOnlySpan<byte> luma, int width, int height)
    {
        // The last window of a row or column takes the rest, so that none is small.
        var (columns, rows) = (Math.Max(1, width / Window), Math.Max(1, height / Window));
        var histograms = ArrayPool<int>.Shared.Rent(columns * Levels);
        var values = ArrayPool<double>.Shared.Rent(columns * rows);
        try
        {
            for (var row = 0; row < rows; row++)
            {
                var counts = histograms.AsSpan(0, columns * Levels);
                counts.Clear();
                var end = row == rows - 1 ? height : (row + 1) * Window;
                for (var y = Math.Max(1, row * Window); y < Math.Min(end, height - 1); y++)
                {
                    CountRow(luma.Slice((y - 1) * width, 3 * width), counts);
                }

                for (var column = 0; column < columns; column++)
                {
                    var across = column == columns - 1 ? width - (column * Window) : Window;
                    var pixels = across * (long)(end - (row * Window));
                    values[(row * columns) + column] = WindowValue(counts.Slice(column * Levels, Levels), pixels);
                }
            }

            return MeanOfWorst(values.AsSpan(0, columns * rows));
        }
        finally
        {
            ArrayPool<double>.Shared.Return(values);
            ArrayPool<int>.Shared.Return(histograms);
        }
    }

    /// <summary>Counts the flat pixels of the middle one of three rows by window and level.</summary>
    private static void CountRow(ReadOnlySpan<byte> rows, Span<int> counts)
    {
        var width = rows.Length / 3;
        var lastWindow = (counts.Length / Levels) - 1;
        ref var centre = ref MemoryMarshal.GetReference(rows[width..]);
        var x = 0;

        // Windows begin at multiples of 32 too, so a vector lies in one of them.
        for (; x + 34 <= width; x += 32)
        {
            var flat = FlatPixels(ref centre, width, x);
            var window = counts.Slice(Math.Min(x / Window, lastWindow) * Levels, Levels);
            while (flat != 0)
            {
                // Flat pixels side by side have one level.
                var start = BitOperations.TrailingZeroCount(flat);
                var run = BitOperations.TrailingZeroCount(~(flat >> start));
                window[rows[width + x + start]] += run;
                flat &= (uint)(ulong.MaxValue << (start + run));
            }
        }

        for (x = Math.Max(x, 1); x < width - 1; x++)
        {
            var level = rows[width + x];
            if (!rows.Slice(x - 1, 3).ContainsAnyExcept(level) && !rows.Slice(width + x - 1, 3).ContainsAnyExcept(level)
                && !rows.Slice((2 * width) + x - 1, 3).ContainsAnyExcept(level))
            {
                counts[(Math.Min(x / Window, lastWindow) * Levels) + level]++;
            }
        }
    }

    /// <summary>A bit for each of 32 pixels that is equal to its eight neighbours.</summary>
    private static uint FlatPixels(ref byte centre, int width, int x)
    {
        // The first pixel of a row has no left neighbour: there the vector is that of the pixels one further right, moved back.
        var first = Math.Max(x, 1);
        var middle = Vector256.LoadUnsafe(ref centre, (nuint)first);
        var isFlat = Vector256<byte>.AllBitsSet;
        for (nint row = -width; row <= width; row += width)
        {
            ref var left = ref Unsafe.Add(ref centre, row + first - 1);
            isFlat &= Vector256.Equals(Vector256.LoadUnsafe(ref left), middle)
                & Vector256.Equals(Vector256.LoadUnsafe(ref left, 1), middle)
                & Vector256.Equals(Vector256.LoadUnsafe(ref left, 2), middle);
        }

        return isFlat.ExtractMostSignificantBits() << (first - x);
    }

    private static double WindowValue(ReadOnlySpan<int> counts, long pixels)
    {
        var sum = 0.0;
        for (var level = 0; level < Levels; level++)
        {
            if (counts[level] == 0)
            {
                continue;
            }

            var largest = 0.0;
            for (var step = 1; step <= MaxStep; step++)
            {
                long neighbours = Math.Max(level >= step ? counts[level - step] : 0, level + step < Levels ? counts[level + step] : 0);
                largest = Math.Max(largest, Math.Min(step, MaxWeight) * counts[level] * neighbours / (double)(counts[level] + neighbours));
            }

            sum += counts[level] * largest;
        }

        return sum / ((double)pixels * pixels);
    }

    private static double MeanOfWorst(Span<double> values)
    {
        values.Sort();
        var worst = values[^(int)Math.Ceiling(values.Length * WorstShare)..];
        var sum = 0.0;
        foreach (var value in worst)
        {
            sum += value;
        }

        return sum / worst.Length;
    }
}
