using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QualitySuite.Imaging;

/// <summary>
/// The 36 natural-scene statistics of BRISQUE (Mittal, Moorthy, Bovik, "No-Reference Image Quality Assessment in the Spatial Domain", IEEE
/// TIP 21(12), 2012), in the variant of OpenCV's quality module, whose trained model goes with exactly these numbers.
/// </summary>
public static class BrisqueFeatures
{
    /// <summary>18 at full size, then 18 at half size.</summary>
    public const int Count = 36;

    /// <summary>The smallest side: at half size it is still wider than the 7-pixel window.</summary>
    public const int MinSide = 16;

    private const int PerScale = Count / 2;

    /// <summary>
    /// Computes the features of a grey plane <c>[height, width]</c> made with <see cref="GreyWeights.OpenCv"/>. False, with
    /// <paramref name="features"/> undefined, when a side is below <see cref="MinSide"/> or when there is nothing to fit because the image
    /// has no variation: then there is no BRISQUE value.
    /// </summary>
    /// <param name="grey">Levels 0-255.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="features">Receives <see cref="Count"/> numbers: per scale the shape and variance of the normalised pixels, then shape,
    /// mean, left and right variance of the products of neighbours to the right, below, below right and above right.</param>
    public static bool TryCompute(ReadOnlySpan<byte> grey, int width, int height, Span<float> features)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features.Length, Count);
        ArgumentOutOfRangeException.ThrowIfNotEqual(grey.Length, width * height);
        if (width < MinSide || height < MinSide)
        {
            return false;
        }

        var rows = new GreyRows(grey, width, height);
        if (!TryComputeScale(rows, features[..PerScale]))
        {
            return false;
        }

        using var halved = new HalvedRows(rows);
        return TryComputeScale(halved, features[PerScale..Count]);
    }

    private static bool TryComputeScale<TSource>(TSource source, Span<float> features)
        where TSource : IRowSource, allows ref struct
    {
        var (width, height) = (source.Width, source.Height);
        var padded = MscnRows<TSource>.PaddedWidth(width);
        var buffer = ArrayPool<float>.Shared.Rent(2 * padded);
        using var rows = new MscnRows<TSource>(source);
        try
        {
            var above = buffer.AsSpan(0, padded);
            var row = buffer.AsSpan(padded, padded);
            above.Clear();
            var sums = default(ScaleSums);
            for (var y = 0; y < height; y++)
            {
                rows.Read(y, row);
                sums.Add(above, row);
                var swap = above;
                above = row;
                row = swap;
            }

            return sums.TryFit((long)width * height, features);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(buffer);
        }
    }

    private struct ScaleSums
    {
        private AggdSums _pixels;
        private AggdSums _right;
        private AggdSums _below;
        private AggdSums _belowRight;
        private AggdSums _aboveRight;

        /// <summary>Adds a row and its products with the row above; products that reach outside the image are zero, which the padding makes
        /// them.</summary>
        public void Add(ReadOnlySpan<float> above, ReadOnlySpan<float> row)
        {
            ref var upper = ref MemoryMarshal.GetReference(above);
            ref var lower = ref MemoryMarshal.GetReference(row);
            AddValues(ref _pixels, ref lower, row.Length);
            AddProducts(ref _right, ref lower, ref Unsafe.Add(ref lower, 1), row.Length);
            AddProducts(ref _below, ref upper, ref lower, row.Length);
            AddProducts(ref _belowRight, ref upper, ref Unsafe.Add(ref lower, 1), row.Length);
            AddProducts(ref _aboveRight, ref lower, ref Unsafe.Add(ref upper, 1), row.Length);
        }

        public readonly bool TryFit(long count, Span<float> features)
        {
            var pixels = AggdFit.From(_pixels, count);
            features[0] = (float)pixels.Shape;

            // Rounded before it is halved, as in OpenCV.
            features[1] = (float)((pixels.LeftDeviation * pixels.LeftDeviation) + (pixels.RightDeviation * pixels.RightDeviation)) / 2;
            Write(AggdFit.From(_right, count), features[2..]);
            Write(AggdFit.From(_below, count), features[6..]);
            Write(AggdFit.From(_belowRight, count), features[10..]);
            Write(AggdFit.From(_aboveRight, count), features[14..]);
            foreach (var feature in features)
            {
                if (!float.IsFinite(feature))
                {
                    return false;
                }
            }

            return true;
        }

        private static void Write(AggdFit fit, Span<float> features)
        {
            features[0] = (float)fit.Shape;
            features[1] = (float)fit.Mean;
            features[2] = (float)(fit.LeftDeviation * fit.LeftDeviation);
            features[3] = (float)(fit.RightDeviation * fit.RightDeviation);
        }

        private static void AddValues(ref AggdSums sums, ref float row, int padded)
        {
            var local = sums;
            for (nuint x = 0; x < (nuint)(padded - 8); x += 8)
            {
                local.Add(Vector256.LoadUnsafe(ref row, x));
            }

            sums = local;
        }

        private static void AddProducts(ref AggdSums sums, ref float left, ref float right, int padded)
        {
            var local = sums;
            for (nuint x = 0; x < (nuint)(padded - 8); x += 8)
            {
                local.Add(Vector256.LoadUnsafe(ref left, x) * Vector256.LoadUnsafe(ref right, x));
            }

            sums = local;
        }
    }
}
