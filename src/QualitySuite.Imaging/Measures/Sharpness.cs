using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QualitySuite.Imaging;

/// <summary>
/// <c>sharpness</c>: variance of the Laplacian (Pech-Pacheco, Cristobal, Chamorro-Martinez, Fernandez-Valdivia, "Diatom autofocusing in
/// brightfield microscopy: a comparative study", ICPR 2000; LAPV in Pertuz et al. 2013). Kernel 0 1 0 / 1 -4 1 / 0 1 0 on luma 0-255 with
/// mirrored borders, population variance: the number that OpenCV's <c>Laplacian(grey, CV_64F).var()</c> gives. Range 0-1,040,400, in
/// squared grey levels; higher is sharper.
/// <para>Blind to: what is meant to be soft (bokeh, fog, sky), and it takes noise and JPEG blocks for detail. It falls when an image is
/// enlarged, so compare like sizes.</para>
/// <para>An image of one pixel gives 0.</para>
/// </summary>
public static class Sharpness
{
    /// <summary>Pixels summed before 32-bit lanes are emptied: a lane gains at most 2 * 1020^2 for every 16.</summary>
    private const int SegmentPixels = 8192;

    /// <summary>Measures a luma plane <c>[height, width]</c>.</summary>
    public static double Measure(ReadOnlySpan<byte> luma, int width, int height)
    {
        long sum = 0, squares = 0;
        for (var y = 0; y < height; y++)
        {
            var row = luma.Slice(y * width, width);
            var above = luma.Slice(Mirror(y - 1, height) * width, width);
            var below = luma.Slice(Mirror(y + 1, height) * width, width);
            AddPixel(row, above, below, 0, ref sum, ref squares);
            for (var x = 1; x < width - 1; x += SegmentPixels)
            {
                AddSegment(row, above, below, x, Math.Min(x + SegmentPixels, width - 1), ref sum, ref squares);
            }

            if (width > 1)
            {
                AddPixel(row, above, below, width - 1, ref sum, ref squares);
            }
        }

        var count = (double)width * height;
        var mean = sum / count;
        return Math.Max(0, (squares / count) - (mean * mean));
    }

    private static void AddSegment(
        ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, ReadOnlySpan<byte> below, int x, int end, ref long sum, ref long squares)
    {
        ref var centre = ref MemoryMarshal.GetReference(row);
        ref var top = ref MemoryMarshal.GetReference(above);
        ref var bottom = ref MemoryMarshal.GetReference(below);
        var sums = Vector256<int>.Zero;
        var squareSums = Vector256<int>.Zero;
        for (; x + 16 <= end; x += 16)
        {
            var laplacian = RgbLanes.LoadWide(ref top, (nuint)x) + RgbLanes.LoadWide(ref bottom, (nuint)x)
                + RgbLanes.LoadWide(ref centre, (nuint)x - 1) + RgbLanes.LoadWide(ref centre, (nuint)x + 1)
                - (RgbLanes.LoadWide(ref centre, (nuint)x) << 2);
            sums += RgbLanes.MultiplyAddPairs(laplacian, Vector256<short>.One);
            squareSums += RgbLanes.MultiplyAddPairs(laplacian, laplacian);
        }

        sum += RgbLanes.Total(sums);
        squares += RgbLanes.Total(squareSums);
        for (; x < end; x++)
        {
            AddPixel(row, above, below, x, ref sum, ref squares);
        }
    }

    private static void AddPixel(
        ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, ReadOnlySpan<byte> below, int x, ref long sum, ref long squares)
    {
        var laplacian = above[x] + below[x] + row[Mirror(x - 1, row.Length)] + row[Mirror(x + 1, row.Length)] - (4 * row[x]);
        sum += laplacian;
        squares += laplacian * laplacian;
    }

    /// <summary>Reflects an index at the outermost pixels, which are not repeated (OpenCV's BORDER_REFLECT_101).</summary>
    private static int Mirror(int index, int count) =>
        count == 1 ? 0 : index < 0 ? 1 : index >= count ? count - 2 : index;
}
