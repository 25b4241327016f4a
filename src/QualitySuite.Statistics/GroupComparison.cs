namespace QualitySuite.Statistics;

/// <summary>
/// What can be said of the difference of two independent groups, b minus a, at 95 % confidence. Values are taken as independent of each other, too:
/// where they come in clusters, such as several images of one user, intervals are too narrow and p values too small.
/// </summary>
/// <param name="Difference">Mean or proportion of b minus that of a; null where one has no values.</param>
/// <param name="Interval">Of the difference; null where there are too few values (see <paramref name="NeededN"/>), or no spread to tell it from.</param>
/// <param name="PValue">Two-sided, of no difference; null with <paramref name="Interval"/>.</param>
/// <param name="Relative">The difference as a share of a's mean; null where that is not above 0.</param>
/// <param name="RelativeInterval">Of the relative difference; null with <paramref name="Interval"/>, and where a's mean is not clearly above 0, since
/// then it has no upper end.</param>
/// <param name="NeededN">How many values each group needs, by <see cref="PresentationStandard"/>; null: both have them.</param>
public sealed record GroupComparison(
    double? Difference, Interval? Interval, double? PValue, double? Relative, Interval? RelativeInterval, long? NeededN)
{
    /// <summary>The level that <see cref="IsClear"/> goes by.</summary>
    public const double Alpha = 0.05;

    /// <summary>The interval excludes 0, and the test agrees. Of means it always does; of proportions it is another method, and may not.</summary>
    public bool IsClear => PValue < Alpha && Interval is { } found && (found.Low > 0 || found.High < 0);

    /// <summary>Means, by Welch's t test, <see cref="MeanComparison.Welch(SampleMoments, SampleMoments, double)"/>. The relative interval has its degrees of freedom.</summary>
    /// <param name="a">Mean and spread of the one group.</param>
    /// <param name="b">Of the other.</param>
    public static GroupComparison OfMeans(SampleMoments a, SampleMoments b)
    {
        var (difference, relative) = Differences(a.Count, a.Mean, b.Count, b.Mean);
        if (Math.Min(a.Count, b.Count) < PresentationStandard.LeastValues)
        {
            return new(difference, Interval: null, PValue: null, relative, RelativeInterval: null, PresentationStandard.LeastValues);
        }

        if (MeanComparison.Welch(a, b) is not { Interval: { } interval } welch)
        {
            return new(difference, Interval: null, PValue: null, relative, RelativeInterval: null, NeededN: null);
        }

        var critical = interval.Width / 2 / welch.StandardError;
        Interval Around(SampleMoments group)
        {
            var half = critical * group.StandardDeviation / Math.Sqrt(group.Count);
            return new(group.Mean - half, group.Mean + half);
        }

        return new(difference, interval, welch.PValue, relative, Relate(b.Mean, Around(b), a.Mean, Around(a)), NeededN: null);
    }

    /// <summary>Proportions, by <see cref="ProportionComparison"/>.</summary>
    /// <param name="successesOfA">0 to <paramref name="trialsOfA"/>.</param>
    /// <param name="trialsOfA">Values of the one group.</param>
    /// <param name="successesOfB">0 to <paramref name="trialsOfB"/>.</param>
    /// <param name="trialsOfB">Values of the other.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative count, or more successes than trials.</exception>
    public static GroupComparison OfProportions(long successesOfA, long trialsOfA, long successesOfB, long trialsOfB)
    {
        var p = ProportionComparison.PValue(successesOfA, trialsOfA, successesOfB, trialsOfB);
        var (a, b) = (successesOfA / (double)trialsOfA, successesOfB / (double)trialsOfB);
        var (difference, relative) = Differences(trialsOfA, a, trialsOfB, b);
        if (Math.Min(trialsOfA, trialsOfB) < PresentationStandard.LeastTrials)
        {
            return new(difference, Interval: null, PValue: null, relative, RelativeInterval: null, PresentationStandard.LeastTrials);
        }

        var (ofA, ofB) = (ProportionInterval.Wilson(successesOfA, trialsOfA)!.Value, ProportionInterval.Wilson(successesOfB, trialsOfB)!.Value);
        return new(
            difference, ProportionComparison.Newcombe(successesOfA, trialsOfA, successesOfB, trialsOfB), p, relative, Relate(b, ofB, a, ofA), NeededN: null);
    }

    private static (double? Difference, double? Relative) Differences(long countOfA, double a, long countOfB, double b) =>
        countOfA == 0 || countOfB == 0 ? (null, null) : (b - a, a > 0 ? (b / a) - 1 : null);

    /// <summary>Cut at -100 %, below which nothing lies whose values are never negative.</summary>
    private static Interval? Relate(double b, Interval ofB, double a, Interval ofA) =>
        b >= 0 && a > 0 && RatioInterval.Mover(b, ofB, a, ofA) is { } ratio ? new(Math.Max(-1, ratio.Low - 1), ratio.High - 1) : null;
}
