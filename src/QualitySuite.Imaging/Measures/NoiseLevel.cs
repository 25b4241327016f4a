using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QualitySuite.Imaging;

/// <summary>
/// <c>noise_sigma</c>: Immerkaer's fast estimate of the standard deviation of white noise ("Fast Noise Variance Estimation", CVIU 64(2),
/// 1996, equation 4): <c>sqrt(pi/2) / (6 (W-2)(H-2)) * sum |I * N|</c>, N = 1 -2 1 / -2 4 -2 / 1 -2 1, over the interior of luma 0-255.
/// In grey levels, 0 to about 213; lower is better.
/// <para>Blind to: noise that is smooth over several pixels, as an upscaled or JPEG-compressed image has it. It takes fine texture (grass,
/// fabric, hatching) for noise.</para>
/// <para>An image with a side below 3 has no interior and gives 0.</para>
/// </summary>
public static class NoiseLevel
{
    private const int SegmentPixels = 8192;

    /// <summary>Measures a luma plane <c>[height, width]</c>.</summary>
    public static double Measure(ReadOnlySpan<byte> luma, int width, int height)
    {
        if (width < 3 || height < 3)
        {
            return 0;
        }

        long sum = 0;
        for (var y = 1; y < height - 1; y++)
        {
            var rows = luma.Slice((y - 1) * width, 3 * width);
            for (var x = 1; x < width - 1; x += SegmentPixels)
            {
                sum += SumSegment(rows, width, x, Math.Min(x + SegmentPixels, width - 1));
            }
        }

        return Math.Sqrt(Math.PI / 2) * sum / (6.0 * (width - 2) * (height - 2));
    }

    private static long SumSegment(ReadOnlySpan<byte> rows, int width, int x, int end)
    {
        ref var top = ref MemoryMarshal.GetReference(rows);
        ref var centre = ref MemoryMarshal.GetReference(rows[width..]);
        ref var bottom = ref MemoryMarshal.GetReference(rows[(2 * width)..]);
        var sums = Vector256<int>.Zero;
        for (; x + 16 <= end; x += 16)
        {
            // N is the outer product of (1 -2 1) with itself.
            var left = Bend(ref top, ref centre, ref bottom, (nuint)x - 1);
            var middle = Bend(ref top, ref centre, ref bottom, (nuint)x);
            var right = Bend(ref top, ref centre, ref bottom, (nuint)x + 1);
            sums += RgbLanes.MultiplyAddPairs(Vector256.Abs(left + right - (middle << 1)), Vector256<short>.One);
        }

        var sum = RgbLanes.Total(sums);
        for (; x < end; x++)
        {
            sum += Math.Abs(Bend(rows, width, x - 1) - (2 * Bend(rows, width, x)) + Bend(rows, width, x + 1));
        }

        return sum;
    }

    private static Vector256<short> Bend(ref byte top, ref byte centre, ref byte bottom, nuint x) =>
        RgbLanes.LoadWide(ref top, x) + RgbLanes.LoadWide(ref bottom, x) - (RgbLanes.LoadWide(ref centre, x) << 1);

    private static int Bend(ReadOnlySpan<byte> rows, int width, int x) => rows[x] - (2 * rows[width + x]) + rows[(2 * width) + x];
}
