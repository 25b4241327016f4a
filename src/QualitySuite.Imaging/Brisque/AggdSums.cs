using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QualitySuite.Imaging;

/// <summary>What an asymmetric generalised Gaussian is fitted from. Zeros count for nothing here, so rows may be padded with
/// them.</summary>
internal struct AggdSums
{
    private Vector256<double> _magnitude;
    private Vector256<double> _negativeSquares;
    private Vector256<double> _positiveSquares;
    private Vector256<int> _negatives;
    private Vector256<int> _positives;

    public readonly double Magnitude => Vector256.Sum(_magnitude);

    public readonly double NegativeSquares => Vector256.Sum(_negativeSquares);

    public readonly double PositiveSquares => Vector256.Sum(_positiveSquares);

    public readonly long NegativeCount => RgbLanes.Total(_negatives);

    public readonly long PositiveCount => RgbLanes.Total(_positives);

    /// <summary>Adds <paramref name="values"/>, which must not be NaN. Squares are rounded to single precision, as OpenCV's are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector256<float> values)
    {
        var positive = Vector256.Max(values, Vector256<float>.Zero);
        var negative = Vector256.Min(values, Vector256<float>.Zero);
        _magnitude += Fold(Vector256.Abs(values));
        _positiveSquares += Fold(positive * positive);
        _negativeSquares += Fold(negative * negative);
        _positives -= Vector256.GreaterThan(values, Vector256<float>.Zero).AsInt32();
        _negatives -= Vector256.LessThan(values, Vector256<float>.Zero).AsInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Fold(Vector256<float> values)
    {
        var (lower, upper) = Vector256.Widen(values);
        return lower + upper;
    }
}
