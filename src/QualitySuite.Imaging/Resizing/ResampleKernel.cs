namespace QualitySuite.Imaging;

/// <summary>
/// Which source pixels make each of a range of target pixels in one direction, and their weights in Pillow's fixed point
/// (<c>precompute_coeffs</c> and <c>normalize_coeffs_8bpc</c> of libImaging/Resample.c): computed in double precision, normalised to a sum
/// of 1, rounded to multiples of 2^-22. Immutable.
/// </summary>
internal sealed class ResampleKernel
{
    /// <summary>Fractional bits of a weight.</summary>
    public const int PrecisionBits = 32 - 8 - 2;

    /// <summary>Fractional bits that the vector path keeps in the lower half of a split weight.</summary>
    public const int LowBits = 15;

    private ResampleKernel(int length, int taps)
    {
        Length = length;
        Starts = new int[length];
        Counts = new int[length];
        Taps = taps;
        Weights = new int[checked(length * taps)];
        PairStarts = new int[length];
        PairCounts = new int[length];

        // A window of odd start needs one tap more.
        PairStride = 2 * ((taps / 2) + 1);
        Pairs = new int[checked(length * PairStride)];
    }

    /// <summary>Target pixels.</summary>
    public int Length { get; }

    /// <summary>The first source pixel of each target pixel.</summary>
    public int[] Starts { get; }

    /// <summary>The number of source pixels of each target pixel, at most <see cref="Taps"/>.</summary>
    public int[] Counts { get; }

    /// <summary>Entries of <see cref="Weights"/> for each target pixel.</summary>
    public int Taps { get; }

    /// <summary><c>[Length, Taps]</c>.</summary>
    public int[] Weights { get; }

    /// <summary>The first pair of source pixels (2p and 2p+1) of each target pixel.</summary>
    public int[] PairStarts { get; }

    public int[] PairCounts { get; }

    /// <summary>Entries of <see cref="Pairs"/> for each target pixel.</summary>
    public int PairStride { get; }

    /// <summary>Per pair two numbers of two 16-bit halves each, even source pixel in the lower half: the weights' bits above
    /// <see cref="LowBits"/>, and the bits below.</summary>
    public int[] Pairs { get; }

    /// <summary>The first source pixel of any target pixel.</summary>
    public int Start => Starts[0];

    /// <summary>Behind the last source pixel of any target pixel.</summary>
    public int End => Starts[^1] + Counts[^1];

    /// <summary>The kernel of target pixels <paramref name="first"/> and the <paramref name="length"/> - 1 after it.</summary>
    public static ResampleKernel Create(int sourceSize, int targetSize, ResampleFilter filter, int first, int length)
    {
        if (sourceSize == targetSize)
        {
            return Identity(first, length);
        }

        var scale = (double)sourceSize / targetSize;
        var filterScale = Math.Max(scale, 1.0);
        var support = (filter == ResampleFilter.Bicubic ? 2.0 : 1.0) * filterScale;
        var kernel = new ResampleKernel(length, ((int)Math.Ceiling(support) * 2) + 1);
        var weights = new double[kernel.Taps];
        for (var i = 0; i < length; i++)
        {
            var centre = (first + i + 0.5) * scale;
            var start = Math.Max((int)(centre - support + 0.5), 0);
            var count = Math.Min((int)(centre + support + 0.5), sourceSize) - start;
            var sum = 0.0;
            for (var tap = 0; tap < count; tap++)
            {
                weights[tap] = Weight(filter, (tap + start - centre + 0.5) * (1.0 / filterScale));
                sum += weights[tap];
            }

            kernel.Set(i, start, weights.AsSpan(0, count), sum);
        }

        return kernel;
    }

    /// <summary>A pass that changes nothing: Pillow leaves a pass out when the size stays.</summary>
    private static ResampleKernel Identity(int first, int length)
    {
        var kernel = new ResampleKernel(length, taps: 1);
        for (var i = 0; i < length; i++)
        {
            kernel.Set(i, first + i, [1.0], sum: 1);
        }

        return kernel;
    }

    private static double Weight(ResampleFilter filter, double x)
    {
        const double a = -0.5;
        x = Math.Abs(x);
        return (filter, x) switch
        {
            (ResampleFilter.Bilinear, < 1) => 1.0 - x,
            (ResampleFilter.Bicubic, < 1) => ((((a + 2.0) * x) - (a + 3.0)) * x * x) + 1,
            (ResampleFilter.Bicubic, < 2) => ((((((x - 5) * x) + 8) * x) - 4) * a),
            _ => 0,
        };
    }

    private void Set(int index, int start, ReadOnlySpan<double> weights, double sum)
    {
        var fixedPoint = Weights.AsSpan(index * Taps, Taps);
        for (var tap = 0; tap < weights.Length; tap++)
        {
            var weight = (sum != 0 ? weights[tap] / sum : weights[tap]) * (1 << PrecisionBits);
            fixedPoint[tap] = (int)(weight < 0 ? weight - 0.5 : weight + 0.5);
        }

        (Starts[index], Counts[index]) = (start, weights.Length);
        (PairStarts[index], PairCounts[index]) = (start / 2, ((start + weights.Length + 1) / 2) - (start / 2));
        var pairs = Pairs.AsSpan(index * PairStride, PairStride);
        for (var tap = 0; tap < weights.Length; tap++)
        {
            var pair = ((start + tap) / 2) - (start / 2);
            var shift = 16 * ((start + tap) % 2);
            pairs[2 * pair] |= ((fixedPoint[tap] >> LowBits) & 0xFFFF) << shift;
            pairs[(2 * pair) + 1] |= (fixedPoint[tap] & ((1 << LowBits) - 1)) << shift;
        }
    }
}
