using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QualitySuite.Imaging;

/// <summary>
/// <c>contrast</c>: root-mean-square contrast, the population standard deviation of luma on a 0-1 scale (Peli, "Contrast in complex
/// images", JOSA A 7(10), 1990, equation 4). Range 0-0.5; neither direction is better: low is flat or grey, high is harsh, and styles
/// differ.
/// <para>Blind to: where in the image and at which scale the contrast is; two half-planes score as a fine checkerboard does.</para>
/// <para>An image of one pixel gives 0.</para>
/// </summary>
public static class RmsContrast
{
    /// <summary>Pixels summed before 32-bit lanes are emptied: a lane gains at most 2 * 255^2 for every 16.</summary>
    private const int SegmentPixels = 16 * 8192;

    /// <summary>Measures luma levels 0-255, at least one.</summary>
    public static double Measure(ReadOnlySpan<byte> luma)
    {
        long sum = 0, squares = 0;
        for (var start = 0; start < luma.Length; start += SegmentPixels)
        {
            AddSegment(luma.Slice(start, Math.Min(SegmentPixels, luma.Length - start)), ref sum, ref squares);
        }

        var mean = sum / (double)luma.Length;
        return Math.Sqrt(Math.Max(0, (squares / (double)luma.Length) - (mean * mean))) / 255;
    }

    private static void AddSegment(ReadOnlySpan<byte> luma, ref long sum, ref long squares)
    {
        ref var level = ref MemoryMarshal.GetReference(luma);
        var sums = Vector256<int>.Zero;
        var squareSums = Vector256<int>.Zero;
        var i = 0;
        for (; i + 16 <= luma.Length; i += 16)
        {
            var levels = RgbLanes.LoadWide(ref level, (nuint)i);
            sums += RgbLanes.MultiplyAddPairs(levels, Vector256<short>.One);
            squareSums += RgbLanes.MultiplyAddPairs(levels, levels);
        }

        sum += RgbLanes.Total(sums);
        squares += RgbLanes.Total(squareSums);
        for (; i < luma.Length; i++)
        {
            sum += luma[i];
            squares += luma[i] * luma[i];
        }
    }
}
