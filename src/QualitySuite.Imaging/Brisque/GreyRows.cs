using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QualitySuite.Imaging;

/// <summary>A grey plane at its own size, scaled by 1/255.</summary>
internal readonly ref struct GreyRows(ReadOnlySpan<byte> grey, int width, int height) : IRowSource
{
    private readonly ReadOnlySpan<byte> _grey = grey;

    public int Width { get; } = width;

    public int Height { get; } = height;

    public void Read(int y, Span<float> row)
    {
        var levels = _grey.Slice(y * Width, Width);
        ref var source = ref MemoryMarshal.GetReference(levels);
        ref var target = ref row[..Width][0];
        var x = 0;
        for (; x + 16 <= Width; x += 16)
        {
            var (lower, upper) = Vector256.Widen(RgbLanes.LoadWide(ref source, (nuint)x));
            (Vector256.ConvertToSingle(lower) * (1f / 255)).StoreUnsafe(ref target, (nuint)x);
            (Vector256.ConvertToSingle(upper) * (1f / 255)).StoreUnsafe(ref target, (nuint)(x + 8));
        }

        for (; x < Width; x++)
        {
            row[x] = levels[x] * (1f / 255);
        }
    }
}
