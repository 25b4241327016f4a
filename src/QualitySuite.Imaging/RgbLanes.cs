using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace QualitySuite.Imaging;

/// <summary>
/// Vector loads that the pixel loops share. Shapes are fixed at 128 and 256 bits, so results do not depend on the machine's vector width;
/// where the hardware has no such vectors the runtime's own fallback gives the same numbers.
/// </summary>
internal static class RgbLanes
{
    /// <summary>Pixels that <see cref="Load"/> takes apart at once, from 48 bytes.</summary>
    public const int Pixels = 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(
        ref readonly byte rgb, nuint offset, out Vector128<byte> red, out Vector128<byte> green, out Vector128<byte> blue)
    {
        var a = Vector128.LoadUnsafe(in rgb, offset);
        var b = Vector128.LoadUnsafe(in rgb, offset + 16);
        var c = Vector128.LoadUnsafe(in rgb, offset + 32);
        red = Vector128.Shuffle(a, Vector128.Create((byte)0, 3, 6, 9, 12, 15, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255))
            | Vector128.Shuffle(b, Vector128.Create((byte)255, 255, 255, 255, 255, 255, 2, 5, 8, 11, 14, 255, 255, 255, 255, 255))
            | Vector128.Shuffle(c, Vector128.Create((byte)255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1, 4, 7, 10, 13));
        green = Vector128.Shuffle(a, Vector128.Create((byte)1, 4, 7, 10, 13, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255))
            | Vector128.Shuffle(b, Vector128.Create((byte)255, 255, 255, 255, 255, 0, 3, 6, 9, 12, 15, 255, 255, 255, 255, 255))
            | Vector128.Shuffle(c, Vector128.Create((byte)255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 2, 5, 8, 11, 14));
        blue = Vector128.Shuffle(a, Vector128.Create((byte)2, 5, 8, 11, 14, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255))
            | Vector128.Shuffle(b, Vector128.Create((byte)255, 255, 255, 255, 255, 1, 4, 7, 10, 13, 255, 255, 255, 255, 255, 255))
            | Vector128.Shuffle(c, Vector128.Create((byte)255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 3, 6, 9, 12, 15));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Widen(Vector128<byte> bytes)
    {
        if (Avx2.IsSupported)
        {
            return Avx2.ConvertToVector256Int16(bytes);
        }

        var (lower, upper) = Vector128.Widen(bytes);
        return Vector256.Create(lower, upper).AsInt16();
    }

    /// <summary>16 grey levels from <paramref name="plane"/> as 16-bit integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> LoadWide(ref readonly byte plane, nuint offset) => Widen(Vector128.LoadUnsafe(in plane, offset));

    /// <summary>Sums of adjacent pairs of products: eight 32-bit numbers whose total is the dot product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyAddPairs(Vector256<short> left, Vector256<short> right)
    {
        if (Avx2.IsSupported)
        {
            return Avx2.MultiplyAddAdjacent(left, right);
        }

        var (leftLower, leftUpper) = Vector256.Widen(left);
        var (rightLower, rightUpper) = Vector256.Widen(right);
        return (leftLower * rightLower) + (leftUpper * rightUpper);
    }

    /// <summary>Each pair of neighbouring lanes as the sum of its two products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyAddNeighbours(Vector256<short> left, Vector256<short> right)
    {
        if (Avx2.IsSupported)
        {
            return Avx2.MultiplyAddAdjacent(left, right);
        }

        var even = ((left.AsInt32() << 16) >> 16) * ((right.AsInt32() << 16) >> 16);
        return even + ((left.AsInt32() >> 16) * (right.AsInt32() >> 16));
    }

    /// <summary>Bytes 0-7 of two vectors in turn, as 16-bit integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> ZipLower(Vector128<byte> first, Vector128<byte> second)
    {
        if (Sse2.IsSupported)
        {
            return Widen(Sse2.UnpackLow(first, second));
        }

        // A byte of the second above a byte of the first: that is both in turn.
        return Widen((Vector128.WidenLower(first) | (Vector128.WidenLower(second) << 8)).AsByte());
    }

    /// <summary>Bytes 8-15 of two vectors in turn, as 16-bit integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> ZipUpper(Vector128<byte> first, Vector128<byte> second)
    {
        if (Sse2.IsSupported)
        {
            return Widen(Sse2.UnpackHigh(first, second));
        }

        return Widen((Vector128.WidenUpper(first) | (Vector128.WidenUpper(second) << 8)).AsByte());
    }

    /// <summary>The total of 32-bit lanes without overflow.</summary>
    public static long Total(Vector256<int> lanes)
    {
        var (lower, upper) = Vector256.Widen(lanes);
        return Vector256.Sum(lower + upper);
    }
}
