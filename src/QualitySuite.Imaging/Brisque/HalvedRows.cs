using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QualitySuite.Imaging;

/// <summary>
/// A grey plane at half its size (rounded down), by OpenCV's <c>resize(..., INTER_CUBIC)</c>: Keys' cubic with a = -0.75 at four taps,
/// pixel centres aligned, borders repeated, and no smoothing before: aliasing is part of what the model was trained on.
/// </summary>
internal ref struct HalvedRows : IRowSource, IDisposable
{
    private const int Taps = 4;
    private readonly GreyRows _source;
    private readonly float[] _numbers;
    private readonly int[] _indices;
    private readonly Span<float> _line;
    private readonly Span<float> _ring;
    private readonly Span<float> _weights;
    private readonly Span<int> _columns;
    private int _next;

    /// <summary>Reads from <paramref name="source"/>; both its sides are at least 2.</summary>
    public HalvedRows(GreyRows source)
    {
        _source = source;
        Width = source.Width / 2;
        Height = source.Height / 2;
        _numbers = ArrayPool<float>.Shared.Rent(source.Width + (2 * Taps * Width));
        _line = _numbers.AsSpan(0, source.Width);
        _ring = _numbers.AsSpan(source.Width, Taps * Width);
        _weights = _numbers.AsSpan(source.Width + (Taps * Width), Taps * Width);
        _indices = ArrayPool<int>.Shared.Rent(Taps * Width);
        _columns = _indices.AsSpan(0, Taps * Width);
        for (var x = 0; x < Width; x++)
        {
            Map(x, source.Width, Width, _columns.Slice(x * Taps, Taps), _weights.Slice(x * Taps, Taps));
        }
    }

    public int Width { get; }

    public int Height { get; }

    public void Read(int y, Span<float> row)
    {
        Span<int> rows = stackalloc int[Taps];
        Span<float> weights = stackalloc float[Taps];
        Map(y, _source.Height, Height, rows, weights);
        for (; _next <= rows[^1]; _next++)
        {
            _source.Read(_next, _line);
            Shrink(_line, _ring.Slice((_next % Taps) * Width, Width));
        }

        // From the last tap to the first: OpenCV's order, which decides the rounding.
        TensorPrimitives.Multiply(Line(rows[3]), weights[3], row);
        for (var tap = Taps - 2; tap >= 0; tap--)
        {
            AddScaled(Line(rows[tap]), weights[tap], row);
        }
    }

    public readonly void Dispose()
    {
        ArrayPool<float>.Shared.Return(_numbers);
        ArrayPool<int>.Shared.Return(_indices);
    }

    private readonly ReadOnlySpan<float> Line(int y) => _ring.Slice((y % Taps) * Width, Width);

    /// <summary>Product and sum are rounded apart, unlike a fused multiply-add.</summary>
    private static void AddScaled(ReadOnlySpan<float> line, float weight, Span<float> sum)
    {
        ref var source = ref MemoryMarshal.GetReference(line);
        ref var target = ref MemoryMarshal.GetReference(sum);
        var x = 0;
        for (; x + 8 <= sum.Length; x += 8)
        {
            var product = Vector256.LoadUnsafe(ref source, (nuint)x) * weight;
            (product + Vector256.LoadUnsafe(ref target, (nuint)x)).StoreUnsafe(ref target, (nuint)x);
        }

        for (; x < sum.Length; x++)
        {
            sum[x] = (line[x] * weight) + sum[x];
        }
    }

    private readonly void Shrink(ReadOnlySpan<float> line, Span<float> target)
    {
        // An even width is halved with the same four weights everywhere; only the ends repeat the border.
        var end = line.Length == 2 * target.Length ? ShrinkEven(line, _weights[..Taps], target) : 1;
        ShrinkPlain(line, target, 0, Math.Min(1, target.Length));
        ShrinkPlain(line, target, end, target.Length);
    }

    /// <summary>From the second pixel on; gives the first that is left.</summary>
    private static int ShrinkEven(ReadOnlySpan<float> line, ReadOnlySpan<float> weights, Span<float> target)
    {
        ref var source = ref MemoryMarshal.GetReference(line);
        ref var to = ref MemoryMarshal.GetReference(target);
        var x = 1;
        for (; x + 8 < target.Length; x += 8)
        {
            var first = (nuint)((2 * x) - 1);
            var (tap0, tap1) = Unzip(ref source, first);
            var (tap2, tap3) = Unzip(ref source, first + 2);
            ((tap0 * weights[0]) + (tap1 * weights[1]) + (tap2 * weights[2]) + (tap3 * weights[3])).StoreUnsafe(ref to, (nuint)x);
        }

        return x;
    }

    /// <summary>The even and the odd of 16 numbers.</summary>
    private static (Vector256<float> Even, Vector256<float> Odd) Unzip(ref float source, nuint at)
    {
        var lower = Vector256.LoadUnsafe(ref source, at).AsUInt64();
        var upper = Vector256.LoadUnsafe(ref source, at + 8).AsUInt64();
        return (Vector256.Narrow(lower, upper).AsSingle(), Vector256.Narrow(lower >> 32, upper >> 32).AsSingle());
    }

    private readonly void ShrinkPlain(ReadOnlySpan<float> line, Span<float> target, int first, int end)
    {
        for (var x = first; x < end; x++)
        {
            var c = _columns.Slice(x * Taps, Taps);
            var w = _weights.Slice(x * Taps, Taps);
            target[x] = (line[c[0]] * w[0]) + (line[c[1]] * w[1]) + (line[c[2]] * w[2]) + (line[c[3]] * w[3]);
        }
    }

    private static void Map(int index, int sourceSize, int size, Span<int> taps, Span<float> weights)
    {
        var scale = 1 / ((double)size / sourceSize);
        var position = (float)(((index + 0.5) * scale) - 0.5);
        var first = (int)MathF.Floor(position);
        Cubic(position - first, weights);
        for (var tap = 0; tap < Taps; tap++)
        {
            taps[tap] = Math.Clamp(first - 1 + tap, 0, sourceSize - 1);
        }
    }

    private static void Cubic(float x, Span<float> weights)
    {
        const float a = -0.75f;
        weights[0] = (((((a * (x + 1)) - (5 * a)) * (x + 1)) + (8 * a)) * (x + 1)) - (4 * a);
        weights[1] = ((((a + 2) * x) - (a + 3)) * x * x) + 1;
        weights[2] = ((((a + 2) * (1 - x)) - (a + 3)) * (1 - x) * (1 - x)) + 1;
        weights[3] = 1 - weights[0] - weights[1] - weights[2];
    }
}
