using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QualitySuite.Imaging;

/// <summary>
/// Mean-subtracted contrast-normalised rows (Mittal, Moorthy, Bovik 2012, equations 1-3): <c>(I - mu) / (sigma + 1/255)</c>, mu and sigma
/// over a 7 x 7 Gaussian window of sigma 7/6 with repeated borders. Streams: of the picture only the seven rows under the window are held.
/// Multiply-adds are fused in the order of OpenCV's filters, so that even the rounding noise in flat areas, which the fits see as signs, is
/// the same as OpenCV's on every present-day machine, and the same here on all of them.
/// </summary>
internal ref struct MscnRows<TSource> : IDisposable
    where TSource : IRowSource, allows ref struct
{
    private const int Lanes = 8;
    private const int Radius = 3;

    /// <summary>Rows held at once: the seven under the window, and one so that an index is a mask.</summary>
    private const int Ring = 8;

    private TSource _source;
    private readonly int _stride;
    private readonly float[] _buffer;
    private int _next;

    /// <summary>Streams <paramref name="source"/>.</summary>
    public MscnRows(TSource source)
    {
        _source = source;
        _stride = PaddedWidth(source.Width) + (2 * Lanes);

        // Per ring slot: the row with its borders, its blur, the blur of its squares. One line of squares at the end.
        var length = ((3 * Ring) + 1) * _stride;
        _buffer = ArrayPool<float>.Shared.Rent(length);
        _buffer.AsSpan(0, length).Clear();
    }

    /// <summary>The width rounded up to whole vectors, and one more so that a row can be read one pixel to the right.</summary>
    public static int PaddedWidth(int width) => ((width + Lanes - 1) / Lanes * Lanes) + Lanes;

    /// <summary>Writes row <paramref name="y"/>, and zeros up to <see cref="PaddedWidth"/>. Rows are asked for in order.</summary>
    public void Read(int y, Span<float> row)
    {
        var last = _source.Height - 1;
        for (; _next <= Math.Min(y + Radius, last); _next++)
        {
            Load(_next);
        }

        Normalise(y, last, row);
        row[_source.Width..].Clear();
    }

    public readonly void Dispose() => ArrayPool<float>.Shared.Return(_buffer);

    private void Load(int y)
    {
        var width = _source.Width;
        var line = Line(0, y);
        _source.Read(y, line.Slice(Lanes, width));
        line[..Lanes].Fill(line[Lanes]);
        line[(Lanes + width)..].Fill(line[Lanes + width - 1]);
        var squares = _buffer.AsSpan(3 * Ring * _stride, _stride);
        ref var from = ref MemoryMarshal.GetReference(line);
        ref var to = ref MemoryMarshal.GetReference(squares);
        for (nuint x = 0; x < (nuint)_stride; x += Lanes)
        {
            var values = Vector256.LoadUnsafe(ref from, x);
            (values * values).StoreUnsafe(ref to, x);
        }

        Blur(line, Line(1, y));
        Blur(squares, Line(2, y));
    }

    /// <summary>Seven taps from left to right.</summary>
    private readonly void Blur(ReadOnlySpan<float> line, Span<float> target)
    {
        ref var from = ref MemoryMarshal.GetReference(line);
        ref var to = ref MemoryMarshal.GetReference(target);
        for (nuint x = Lanes; x < (nuint)(_stride - Lanes); x += Lanes)
        {
            var sum = Vector256.LoadUnsafe(ref from, x - 3) * Kernel.Third;
            sum = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref from, x - 2), Vector256.Create(Kernel.Second), sum);
            sum = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref from, x - 1), Vector256.Create(Kernel.First), sum);
            sum = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref from, x), Vector256.Create(Kernel.Centre), sum);
            sum = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref from, x + 1), Vector256.Create(Kernel.First), sum);
            sum = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref from, x + 2), Vector256.Create(Kernel.Second), sum);
            sum = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref from, x + 3), Vector256.Create(Kernel.Third), sum);
            sum.StoreUnsafe(ref to, x);
        }
    }

    private readonly void Normalise(int y, int last, Span<float> row)
    {
        var means = new Window(this, 1, y, last);
        var squares = new Window(this, 2, y, last);
        ref var values = ref MemoryMarshal.GetReference(Line(0, y));
        ref var to = ref MemoryMarshal.GetReference(row);
        for (nuint x = Lanes; x < (nuint)(_stride - Lanes); x += Lanes)
        {
            var mean = means.Blur(x);
            var deviation = Vector256.Sqrt(squares.Blur(x) - (mean * mean)) + Vector256.Create(1f / 255);
            var normalised = (Vector256.LoadUnsafe(ref values, x) - mean) / deviation;

            // Rounding can leave a flat area with a variance below zero; such a pixel counts for nothing, as OpenCV's maximum and minimum
            // with zero have it.
            (normalised & Vector256.Equals(normalised, normalised)).StoreUnsafe(ref to, x - Lanes);
        }
    }

    private readonly Span<float> Line(int plane, int y) => _buffer.AsSpan(((plane * Ring) + (y & (Ring - 1))) * _stride, _stride);

    /// <summary>OpenCV's <c>getGaussianKernel(7, 7/6)</c> in single precision: exp(-x^2 / (2 sigma^2)) over its sum.</summary>
    private static class Kernel
    {
        public const float Centre = 0.34263152f;
        public const float First = 0.23729607f;
        public const float Second = 0.07882796f;
        public const float Third = 0.012560201f;
    }

    /// <summary>The seven blurred rows around one row, for the vertical pass: the centre, then pairs outwards.</summary>
    private readonly ref struct Window
    {
        private readonly ref float _centre;
        private readonly ref float _up1;
        private readonly ref float _up2;
        private readonly ref float _up3;
        private readonly ref float _down1;
        private readonly ref float _down2;
        private readonly ref float _down3;

        public Window(in MscnRows<TSource> rows, int plane, int y, int last)
        {
            _centre = ref rows.Line(plane, y)[0];
            _up1 = ref rows.Line(plane, Math.Max(y - 1, 0))[0];
            _up2 = ref rows.Line(plane, Math.Max(y - 2, 0))[0];
            _up3 = ref rows.Line(plane, Math.Max(y - 3, 0))[0];
            _down1 = ref rows.Line(plane, Math.Min(y + 1, last))[0];
            _down2 = ref rows.Line(plane, Math.Min(y + 2, last))[0];
            _down3 = ref rows.Line(plane, Math.Min(y + 3, last))[0];
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Blur(nuint x)
        {
            var first = Vector256.LoadUnsafe(ref _down1, x) + Vector256.LoadUnsafe(ref _up1, x);
            var second = Vector256.LoadUnsafe(ref _down2, x) + Vector256.LoadUnsafe(ref _up2, x);
            var third = Vector256.LoadUnsafe(ref _down3, x) + Vector256.LoadUnsafe(ref _up3, x);
            var sum = Vector256.LoadUnsafe(ref _centre, x) * Kernel.Centre;
            sum = Vector256.FusedMultiplyAdd(first, Vector256.Create(Kernel.First), sum);
            sum = Vector256.FusedMultiplyAdd(second, Vector256.Create(Kernel.Second), sum);
            return Vector256.FusedMultiplyAdd(third, Vector256.Create(Kernel.Third), sum);
        }
    }
}
