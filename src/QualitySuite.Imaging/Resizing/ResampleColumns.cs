using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace QualitySuite.Imaging;

/// <summary>The first pass of <see cref="VectorResampling"/>: eight source rows at a time to the width of the target.</summary>
internal readonly unsafe struct ResampleColumns
{
    /// <summary>Source rows taken together.</summary>
    public const int Rows = 8;

    /// <summary>16-bit numbers that a pair of source pixels takes in the scratch line: 8 rows, 3 channels, 2 pixels.</summary>
    private const int PairLength = Rows * 3 * 2;

    private readonly byte* _pixels;
    private readonly nint _sourceStride;
    private readonly ResampleKernel _kernel;
    private readonly short* _expanded;
    private readonly int _firstPair;
    private readonly int _endPair;

    /// <param name="source">The image.</param>
    /// <param name="pixels">Its pixels, pinned.</param>
    /// <param name="kernel">The weights of the columns.</param>
    /// <param name="expanded">Scratch of <see cref="ExpandedLength"/> numbers.</param>
    public ResampleColumns(RgbImage source, byte* pixels, ResampleKernel kernel, short* expanded)
    {
        _pixels = pixels;
        _sourceStride = source.Width * 3;
        _kernel = kernel;
        _expanded = expanded;
        (_firstPair, _endPair) = Pairs(kernel);
    }

    public static int ExpandedLength(ResampleKernel kernel)
    {
        var (first, end) = Pairs(kernel);
        return (end - first) * PairLength;
    }

    /// <summary>The sums of <see cref="PlainResampling"/> with Pillow's rounding, not clipped yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Round(Vector256<int> high, Vector256<int> low) =>
        ((high << ResampleKernel.LowBits) + low + Vector256.Create(1 << (ResampleKernel.PrecisionBits - 1))) >> ResampleKernel.PrecisionBits;

    /// <summary>Writes four interleaved row pairs from eight rows; rows after the last repeat it, and count for nothing later.</summary>
    public void Run(int firstRow, int lastRow, byte* pairs, nint stride)
    {
        Expand(firstRow, lastRow);
        for (var column = 0; column < _kernel.Length; column++, pairs += 6)
        {
            ref var weight = ref _kernel.Pairs[column * _kernel.PairStride];
            var values = _expanded + ((nint)(_kernel.PairStarts[column] - _firstPair) * PairLength);
            Vector256<int> high0 = default, high1 = default, high2 = default;
            Vector256<int> low0 = default, low1 = default, low2 = default;
            for (var count = _kernel.PairCounts[column]; count > 0; count--)
            {
                var high = Vector256.Create(weight).AsInt16();
                var low = Vector256.Create(Unsafe.Add(ref weight, 1)).AsInt16();
                var (a, b, c) = (Vector256.Load(values), Vector256.Load(values + 16), Vector256.Load(values + 32));
                high0 += Avx2.MultiplyAddAdjacent(a, high);
                low0 += Avx2.MultiplyAddAdjacent(a, low);
                high1 += Avx2.MultiplyAddAdjacent(b, high);
                low1 += Avx2.MultiplyAddAdjacent(b, low);
                high2 += Avx2.MultiplyAddAdjacent(c, high);
                low2 += Avx2.MultiplyAddAdjacent(c, low);
                values += PairLength;
                weight = ref Unsafe.Add(ref weight, 2);
            }

            Store(Round(high0, low0), Round(high1, low1), Round(high2, low2), pairs, stride);
        }
    }

    private static (int First, int End) Pairs(ResampleKernel kernel)
    {
        var start = kernel.PairStarts[0];
        var end = kernel.PairStarts[^1] + kernel.PairCounts[^1];

        // Two pairs are expanded at once.
        return (start, end + ((end - start) & 1));
    }

    /// <summary>
    /// Lays eight rows out so that the first pass reads whole vectors. Each 32-bit lane holds one channel of two neighbouring pixels; per
    /// pair of pixels three vectors, whose lower halves are R0 G0 B0 R3, R1 G1 B1 G3, R2 G2 B2 B3 and whose upper halves are the same of
    /// rows 4 to 7. Reads up to 13 bytes after a row's end, for which an image has slack.
    /// </summary>
    private void Expand(int firstRow, int lastRow)
    {
        var row0 = Row(firstRow, lastRow);
        var row1 = Row(firstRow + 1, lastRow);
        var row2 = Row(firstRow + 2, lastRow);
        var row3 = Row(firstRow + 3, lastRow);
        var row4 = Row(firstRow + 4, lastRow);
        var row5 = Row(firstRow + 5, lastRow);
        var row6 = Row(firstRow + 6, lastRow);
        var row7 = Row(firstRow + 7, lastRow);
        var target = _expanded;
        nint end = (_endPair - _firstPair) * 6;
        for (nint x = 0; x < end; x += 12)
        {
            var a = Vector256.Create(Vector128.Load(row0 + x), Vector128.Load(row4 + x));
            var b = Vector256.Create(Vector128.Load(row1 + x), Vector128.Load(row5 + x));
            var c = Vector256.Create(Vector128.Load(row2 + x), Vector128.Load(row6 + x));
            var d = Vector256.Create(Vector128.Load(row3 + x), Vector128.Load(row7 + x));
            (Spread(a, 0) | Last(d, 0)).Store((byte*)target);
            (Spread(b, 0) | Last(d, 1)).Store((byte*)(target + 16));
            (Spread(c, 0) | Last(d, 2)).Store((byte*)(target + 32));
            (Spread(a, 6) | Last(d, 6)).Store((byte*)(target + PairLength));
            (Spread(b, 6) | Last(d, 7)).Store((byte*)(target + PairLength + 16));
            (Spread(c, 6) | Last(d, 8)).Store((byte*)(target + PairLength + 32));
            target += 2 * PairLength;
        }
    }

    private byte* Row(int row, int lastRow) => _pixels + (Math.Min(row, lastRow) * _sourceStride) + ((nint)_firstPair * 6);

    /// <summary>The two pixels at byte <paramref name="at"/> of each half as R R, G G, B B in 16 bits each; the fourth lane empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Spread(Vector256<byte> bytes, byte at) => at == 0
        ? Avx2.Shuffle(bytes, Vector256.Create(
            (byte)0, 255, 3, 255, 1, 255, 4, 255, 2, 255, 5, 255, 255, 255, 255, 255,
            0, 255, 3, 255, 1, 255, 4, 255, 2, 255, 5, 255, 255, 255, 255, 255))
        : Avx2.Shuffle(bytes, Vector256.Create(
            (byte)6, 255, 9, 255, 7, 255, 10, 255, 8, 255, 11, 255, 255, 255, 255, 255,
            6, 255, 9, 255, 7, 255, 10, 255, 8, 255, 11, 255, 255, 255, 255, 255));

    /// <summary>Byte <paramref name="at"/> and the same channel of the next pixel, alone in the fourth lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Last(Vector256<byte> bytes, byte at) => Avx2.Shuffle(
        bytes, Vector256.Create(Vector128.Create(ulong.MaxValue, 0xFF00_FF00_FFFF_FFFF | ((ulong)at << 32) | ((ulong)(at + 3) << 48))).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<int> first, Vector256<int> second, Vector256<int> third, byte* pairs, nint stride)
    {
        var bytes = Avx2.PackUnsignedSaturate(Avx2.PackSignedSaturate(first, second), Avx2.PackSignedSaturate(third, third));

        // Bytes are now R0 G0 B0 R3 R1 G1 B1 G3 R2 G2 B2 B3 (and again); wanted are R0 R1 G0 G1 B0 B1 and R2 R3 G2 G3 B2 B3.
        var ordered = Avx2.Shuffle(bytes, Vector256.Create(
            (byte)0, 4, 1, 5, 2, 6, 255, 255, 8, 3, 9, 7, 10, 11, 255, 255,
            0, 4, 1, 5, 2, 6, 255, 255, 8, 3, 9, 7, 10, 11, 255, 255)).AsUInt64();

        // Eight bytes of which six count; the next pixel overwrites the rest.
        *(ulong*)pairs = ordered[0];
        *(ulong*)(pairs + stride) = ordered[1];
        *(ulong*)(pairs + (2 * stride)) = ordered[2];
        *(ulong*)(pairs + (3 * stride)) = ordered[3];
    }
}
