using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QualitySuite.Imaging;

/// <summary>
/// <c>colourfulness</c>: the M(3) of Hasler and Suesstrunk, "Measuring colourfulness in natural images", SPIE 5007, 2003, section 7:
/// <c>sigma + 0.3 * mu</c> of the opponent axes <c>rg = R - G</c> and <c>yb = (R + G) / 2 - B</c> in sRGB levels, sigma and mu being the
/// lengths of the two axes' standard deviations and means. 0 is grey; the paper's categories: 15 slightly, 33 moderately, 45 averagely, 59
/// quite, 82 highly, 109 extremely colourful; at most about 314. Neither direction is better: too much guidance oversaturates, a washed-out
/// model falls.
/// <para>Blind to: whether the colours are the right ones, and how they are arranged.</para>
/// <para>An image of one pixel has only the mean's part.</para>
/// </summary>
public static class Colourfulness
{
    /// <summary>Pixels summed before 32-bit lanes are emptied: a lane gains at most 2 * 510^2 for every 16.</summary>
    private const int SegmentPixels = 16 * 2048;

    /// <summary>Measures interleaved RGB pixels, at least one.</summary>
    public static double Measure(ReadOnlySpan<byte> rgb)
    {
        var sums = default(OpponentSums);
        for (var start = 0; start < rgb.Length; start += SegmentPixels * 3)
        {
            sums.Add(rgb.Slice(start, Math.Min(SegmentPixels * 3, rgb.Length - start)));
        }

        var count = rgb.Length / 3.0;
        var meanRg = sums.Rg / count;
        var meanYb = sums.TwiceYb / count / 2;
        var varianceRg = Math.Max(0, (sums.RgSquares / count) - (meanRg * meanRg));
        var varianceYb = Math.Max(0, (sums.TwiceYbSquares / count / 4) - (meanYb * meanYb));
        return Math.Sqrt(varianceRg + varianceYb) + (0.3 * Math.Sqrt((meanRg * meanRg) + (meanYb * meanYb)));
    }

    /// <summary>Integer sums; the yellow-blue axis is kept doubled so that it stays whole.</summary>
    private struct OpponentSums
    {
        public long Rg;
        public long RgSquares;
        public long TwiceYb;
        public long TwiceYbSquares;

        public void Add(ReadOnlySpan<byte> rgb)
        {
            ref var source = ref MemoryMarshal.GetReference(rgb);
            Vector256<int> rgSums = default, rgSquares = default, ybSums = default, ybSquares = default;
            var i = 0;
            for (; i + (RgbLanes.Pixels * 3) <= rgb.Length; i += RgbLanes.Pixels * 3)
            {
                RgbLanes.Load(ref source, (nuint)i, out var red, out var green, out var blue);
                var (r, g, b) = (RgbLanes.Widen(red), RgbLanes.Widen(green), RgbLanes.Widen(blue));
                var rg = r - g;
                var yb = r + g - (b << 1);
                rgSums += RgbLanes.MultiplyAddPairs(rg, Vector256<short>.One);
                rgSquares += RgbLanes.MultiplyAddPairs(rg, rg);
                ybSums += RgbLanes.MultiplyAddPairs(yb, Vector256<short>.One);
                ybSquares += RgbLanes.MultiplyAddPairs(yb, yb);
            }

            Rg += RgbLanes.Total(rgSums);
            RgSquares += RgbLanes.Total(rgSquares);
            TwiceYb += RgbLanes.Total(ybSums);
            TwiceYbSquares += RgbLanes.Total(ybSquares);
            for (; i < rgb.Length; i += 3)
            {
                var rg = rgb[i] - rgb[i + 1];
                var yb = rgb[i] + rgb[i + 1] - (2 * rgb[i + 2]);
                Rg += rg;
                RgSquares += rg * rg;
                TwiceYb += yb;
                TwiceYbSquares += yb * yb;
            }
        }
    }
}
