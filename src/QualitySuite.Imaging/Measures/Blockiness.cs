using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QualitySuite.Imaging;

/// <summary>
/// <c>blockiness</c>: how much larger the steps between neighbours are at the borders of JPEG's 8 x 8 grid than elsewhere, from the two
/// terms B (mean absolute difference across borders) and A (inside blocks) of Wang, Sheikh, Bovik, "No-reference perceptual quality
/// assessment of JPEG compressed images", ICIP 2002, both directions together: <c>(B + 1) / (A + 1)</c>. The added grey level keeps flat
/// images steady. 1 is none, below 1 an accident of content, above about 1.2 visible; lower is better; range 1/256 to 256.
/// <para>Blind to: a grid that was cropped off its origin or rescaled, and blocks of another size. Content drawn on an 8-pixel grid (pixel
/// art) reads as blocky.</para>
/// <para>An image with both sides below 9 has no border inside and gives 1.</para>
/// </summary>
public static class Blockiness
{
    private const int Block = 8;

    /// <summary>Steps of 32 pixels before 16-bit lanes are emptied: a lane gains at most 2 * 255 each.</summary>
    private const int StepsPerFlush = 128;

    /// <summary>Measures a luma plane <c>[height, width]</c> whose block grid starts at its origin.</summary>
    public static double Measure(ReadOnlySpan<byte> luma, int width, int height)
    {
        long atBorders = 0, inside = 0;
        for (var y = 0; y < height; y++)
        {
            var row = luma.Slice(y * width, width);
            var (border, total) = Steps(row[..^1], row[1..]);
            atBorders += border;
            inside += total - border;
            if (y + 1 < height)
            {
                var step = Steps(row, luma.Slice((y + 1) * width, width)).Total;
                (atBorders, inside) = (y + 1) % Block == 0 ? (atBorders + step, inside) : (atBorders, inside + step);
            }
        }

        var borders = ((long)((width - 1) / Block) * height) + ((long)((height - 1) / Block) * width);
        var pairs = ((width - 1L) * height) + ((height - 1L) * width);
        return borders == 0 ? 1 : ((atBorders / (double)borders) + 1) / ((inside / (double)(pairs - borders)) + 1);
    }

    /// <summary>The sum of absolute differences, and the part of it at every eighth position (7, 15, ...).</summary>
    private static (long AtBorders, long Total) Steps(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        ref var a = ref MemoryMarshal.GetReference(left);
        ref var b = ref MemoryMarshal.GetReference(right);
        long total = 0, atBorders = 0;
        var x = 0;
        while (x + 32 <= left.Length)
        {
            var end = Math.Min(left.Length - 32, x + (32 * (StepsPerFlush - 1)));
            var sums = Vector256<ushort>.Zero;
            for (; x <= end; x += 32)
            {
                var (one, other) = (Vector256.LoadUnsafe(ref a, (nuint)x), Vector256.LoadUnsafe(ref b, (nuint)x));
                var (lower, upper) = Vector256.Widen(Vector256.Max(one, other) - Vector256.Min(one, other));
                sums += lower + upper; // both halves start at a multiple of 8, so lanes 7 and 15 are the borders
            }

            total += Vector256.Sum(Vector256.WidenLower(sums) + Vector256.WidenUpper(sums));
            atBorders += sums[7] + sums[15];
        }

        for (; x < left.Length; x++)
        {
            var step = Math.Abs(left[x] - right[x]);
            total += step;
            atBorders += x % Block == Block - 1 ? step : 0;
        }

        return (atBorders, total);
    }
}
