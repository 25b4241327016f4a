using MathNet.Numerics.Distributions;

namespace QualitySuite.Statistics;

/// <summary>What can be said about a mean or a proportion.</summary>
/// <param name="Interval">Its confidence interval, within the range of possible values; null: there is none.</param>
/// <param name="Reliable">The interval is narrow enough for the number to mean something, by <see cref="PresentationStandard"/>.</param>
/// <param name="NeededN">About how many values would make it reliable if they went on as they began; null: it is reliable, or nothing can be said
/// (a single value, the same value each time without known bounds, or more than a billion).</param>
public sealed record Estimate(Interval? Interval, bool Reliable, long? NeededN)
{
    private const long MostN = 1_000_000_000;

    private static readonly Estimate Nothing = new(Interval: null, Reliable: false, NeededN: null);

    /// <summary>A proportion, by Wilson's interval.</summary>
    /// <param name="successes">0 to <paramref name="trials"/>.</param>
    /// <param name="trials">Number of independent trials.</param>
    /// <param name="confidence">Between 0 and 1, exclusive.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative count, more successes than trials, or a confidence outside (0, 1).</exception>
    public static Estimate OfProportion(long successes, long trials, double confidence = 0.95)
    {
        if (ProportionInterval.Wilson(successes, trials, confidence) is not { } interval)
        {
            return Nothing;
        }

        var share = successes / (double)trials;
        bool Enough(long n) =>
            n >= PresentationStandard.LeastTrials && PresentationStandard.Allows(share, ProportionInterval.Wilson(share, n, confidence), 0, 1);
        return Enough(trials) ? new Estimate(interval, true, NeededN: null) : new Estimate(interval, false, Smallest(trials, Enough));
    }

    /// <summary>A mean, by Student's interval, or <see cref="MeanInterval.AllEqual"/> where the standard deviation is 0.</summary>
    /// <param name="n">Number of independent values.</param>
    /// <param name="mean">Their mean, within the bounds.</param>
    /// <param name="stddev">Their sample standard deviation, at least 0.</param>
    /// <param name="minimum">Least possible value; null: unbounded.</param>
    /// <param name="maximum">Greatest possible value; null: unbounded.</param>
    /// <param name="confidence">Between 0 and 1, exclusive.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative n or standard deviation, or a confidence outside (0, 1).</exception>
    public static Estimate OfMean(long n, double mean, double stddev, double? minimum, double? maximum, double confidence = 0.95)
    {
        Interval? At(long values) => (stddev == 0
            ? MeanInterval.AllEqual(values, mean, minimum, maximum, confidence)
            : MeanInterval.Student(values, mean, stddev, confidence))?.ClipTo(minimum, maximum);
        bool Allows(long values, Interval found) =>
            values >= PresentationStandard.LeastValues && PresentationStandard.Allows(mean, found, minimum, maximum);
        bool Enough(long values) => At(values) is { } found && Allows(values, found);
        if (At(n) is not { } interval)
        {
            return Nothing;
        }

        if (Allows(n, interval))
        {
            return new Estimate(interval, true, NeededN: null);
        }

        // The normal quantile is the limit of Student's from below, and quick: from its answer it is a few steps to Student's.
        var z = Normal.InvCDF(0, 1, 1 - ((1 - confidence) / 2));
        bool EnoughAtLeast(long values) => stddev == 0
            ? Enough(values)
            : Allows(values, new Interval(mean - (z * stddev / Math.Sqrt(values)), mean + (z * stddev / Math.Sqrt(values))).ClipTo(minimum, maximum));
        var needed = Smallest(n, EnoughAtLeast);
        while (needed is { } tried && !Enough(tried))
        {
            needed = tried + 1;
        }

        return new Estimate(interval, false, needed);
    }

    /// <summary>The smallest n from <paramref name="from"/> on that is enough, given that all larger ones are too; null beyond a billion.</summary>
    private static long? Smallest(long from, Func<long, bool> enough)
    {
        var high = from;
        while (!enough(high))
        {
            high *= 2;
            if (high > MostN)
            {
                return null;
            }
        }

        var low = high == from ? from - 1 : high / 2;
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = enough(middle) ? (low, middle) : (middle, high);
        }

        return high;
    }
}
