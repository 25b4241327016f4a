using System.Numerics.Tensors;

namespace QualitySuite.Statistics;

/// <summary>What a t interval needs to know of a sample.</summary>
/// <param name="Count">Number of values.</param>
/// <param name="Mean">Their mean; NaN without values.</param>
/// <param name="StandardDeviation">Their sample standard deviation (divisor n - 1); 0 with fewer than two values.</param>
public readonly record struct SampleMoments(long Count, double Mean, double StandardDeviation)
{
    /// <summary>In two passes, so that a large mean costs no digits of the spread.</summary>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static SampleMoments Of(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            if (!double.IsFinite(value))
            {
                throw new ArgumentException("A value is not finite.", nameof(values));
            }
        }

        if (values.Length < 2)
        {
            return new SampleMoments(values.Length, values.Length == 0 ? double.NaN : values[0], 0);
        }

        // Rounding must not give values that are all the same a spread.
        if (!values.ContainsAnyExcept(values[0]))
        {
            return new SampleMoments(values.Length, values[0], 0);
        }

        var mean = TensorPrimitives.Sum(values) / values.Length;
        var squares = 0.0;
        foreach (var value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return new SampleMoments(values.Length, mean, Math.Sqrt(squares / (values.Length - 1)));
    }
}
