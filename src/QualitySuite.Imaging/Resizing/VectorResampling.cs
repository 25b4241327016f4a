using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace QualitySuite.Imaging;

/// <summary>
/// The same integers as <see cref="PlainResampling"/> by AVX2. Two 8-bit pixels are multiplied at once as 16-bit numbers, so a weight of 24
/// bits is split in two; sums wrap at 32 bits in any order alike, hence the results are equal and not merely close.
/// <para>The first pass takes eight rows together, so that a weight is loaded once for 24 numbers. Between the passes two rows lie
/// interleaved byte by byte, which is how the second pass multiplies them.</para>
/// </summary>
internal static unsafe class VectorResampling
{
    private const int Channels = 3;

    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>Writes <c>[rows.Length, columns.Length, 3]</c>.</summary>
    public static void Resize(RgbImage source, ResampleKernel columns, ResampleKernel rows, Span<byte> destination)
    {
        var firstPair = rows.PairStarts[0];
        var groups = (rows.End - (2 * firstPair) + ResampleColumns.Rows - 1) / ResampleColumns.Rows;

        // Two bytes more, because a pixel is written as eight bytes; whole vectors, because the second pass reads them.
        var stride = ((columns.Length * Channels * 2) + 2 + 63) & ~63;
        var between = PixelPool.Rent(checked(groups * (ResampleColumns.Rows / 2) * stride));
        var expanded = ArrayPool<short>.Shared.Rent(ResampleColumns.ExpandedLength(columns));
        try
        {
            fixed (byte* pixels = source.Pixels)
            fixed (byte* pairs = between)
            fixed (byte* result = destination)
            fixed (short* scratch = expanded)
            {
                var shrink = new ResampleColumns(source, pixels, columns, scratch);
                for (var group = 0; group < groups; group++)
                {
                    var target = pairs + ((nint)group * ResampleColumns.Rows / 2 * stride);
                    shrink.Run((2 * firstPair) + (group * ResampleColumns.Rows), rows.End - 1, target, stride);
                }

                BlendRows(pairs - ((nint)firstPair * stride), stride, rows, columns.Length * Channels, result);
            }
        }
        finally
        {
            ArrayPool<short>.Shared.Return(expanded);
            PixelPool.Return(between);
        }
    }

    private static void BlendRows(byte* pairs, int stride, ResampleKernel kernel, int length, byte* target)
    {
        const int block = 32;
        var rest = stackalloc byte[block];
        for (var row = 0; row < kernel.Length; row++, target += length)
        {
            var start = pairs + ((nint)kernel.PairStarts[row] * stride);
            var weights = kernel.Pairs.AsSpan(row * kernel.PairStride, 2 * kernel.PairCounts[row]);
            var i = 0;
            for (; i + block <= length; i += block)
            {
                BlendBlock(start + (2 * i), stride, weights, target + i);
            }

            if (i < length)
            {
                BlendBlock(start + (2 * i), stride, weights, rest);
                new ReadOnlySpan<byte>(rest, length - i).CopyTo(new Span<byte>(target + i, length - i));
            }
        }
    }

    private static void BlendBlock(byte* pairs, int stride, ReadOnlySpan<int> weights, byte* target)
    {
        Vector256<int> high0 = default, high1 = default, high2 = default, high3 = default;
        Vector256<int> low0 = default, low1 = default, low2 = default, low3 = default;
        ref var weight = ref MemoryMarshal.GetReference(weights);
        for (nuint i = 0; i < (nuint)weights.Length; i += 2, pairs += stride)
        {
            var high = Vector256.Create(Unsafe.Add(ref weight, i)).AsInt16();
            var low = Vector256.Create(Unsafe.Add(ref weight, i + 1)).AsInt16();
            var values = Avx2.ConvertToVector256Int16(pairs);
            high0 += Avx2.MultiplyAddAdjacent(values, high);
            low0 += Avx2.MultiplyAddAdjacent(values, low);
            values = Avx2.ConvertToVector256Int16(pairs + 16);
            high1 += Avx2.MultiplyAddAdjacent(values, high);
            low1 += Avx2.MultiplyAddAdjacent(values, low);
            values = Avx2.ConvertToVector256Int16(pairs + 32);
            high2 += Avx2.MultiplyAddAdjacent(values, high);
            low2 += Avx2.MultiplyAddAdjacent(values, low);
            values = Avx2.ConvertToVector256Int16(pairs + 48);
            high3 += Avx2.MultiplyAddAdjacent(values, high);
            low3 += Avx2.MultiplyAddAdjacent(values, low);
        }

        var first = Avx2.PackSignedSaturate(ResampleColumns.Round(high0, low0), ResampleColumns.Round(high1, low1));
        var second = Avx2.PackSignedSaturate(ResampleColumns.Round(high2, low2), ResampleColumns.Round(high3, low3));

        // Packing works within 128-bit halves; this puts the fours back in order.
        var bytes = Avx2.PackUnsignedSaturate(first, second).AsInt32();
        Avx2.PermuteVar8x32(bytes, Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7)).AsByte().Store(target);
    }
}
