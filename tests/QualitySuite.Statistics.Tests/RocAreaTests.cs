using FsCheck.Xunit;

namespace QualitySuite.Statistics.Tests;

public sealed class RocAreaTests
{
    // Hanley and McNeil (1982), table I: ratings 1 to 5 of 58 normal and 51 abnormal images.
    private static readonly double[] Normal = Ratings(33, 6, 6, 11, 2);
    private static readonly double[] Abnormal = Ratings(3, 2, 2, 11, 33);

    [Fact]
    public void Area_and_standard_error_are_the_ones_that_Hanley_and_McNeil_published()
    {
        var found = RocArea.Of(Normal, Abnormal)!;

        Assert.Equal(0.893, found.Value, 0.0005);
        Assert.Equal(0.032, Math.Sqrt(RocArea.Variance(0.893, 58, 51)), 0.0005);
    }

    [Property(MaxTest = 300)]
    public void The_area_is_the_share_of_pairs_in_the_right_order(byte[] lower, byte[] higher)
    {
        double[] a = [.. lower.Select(value => value % 8.0)], b = [.. higher.Select(value => value % 8.0)];
        var found = RocArea.Of(a, b);
        if (a.Length == 0 || b.Length == 0)
        {
            Assert.Null(found);
            return;
        }

        Assert.Equal((from x in a from y in b select y > x ? 1 : y == x ? 0.5 : 0).Average(), found!.Value, 1e-12);
        Assert.InRange(found.Value, found.Interval.Low, found.Interval.High);
        Assert.InRange(found.Interval.Low, 0, 1);
        Assert.InRange(found.Interval.High, 0, 1);
    }

    [Property(MaxTest = 200)]
    public void Exchanged_samples_have_the_mirrored_area_and_interval(byte[] lower, byte[] higher)
    {
        double[] a = [.. lower.Select(value => (double)value)], b = [.. higher.Select(value => (double)value)];
        if (RocArea.Of(a, b) is not { } found || RocArea.Of(b, a) is not { } turned)
        {
            return;
        }

        Assert.Equal([1 - found.Value, 1 - found.Interval.High, 1 - found.Interval.Low], [turned.Value, turned.Interval.Low, turned.Interval.High], Close);
    }

    /// <summary>The bounds are where the distance is z standard errors of the bound, found by steps of a millionth.</summary>
    [Theory]
    [InlineData(0.893, 58, 51)]
    [InlineData(0.6, 10, 300)]
    [InlineData(1, 40, 40)]
    [InlineData(0.02, 25, 7)]
    public void The_interval_holds_what_a_slow_search_allows(double area, long lower, long higher)
    {
        const double z = 1.959963984540054;
        var allowed = Enumerable.Range(0, 1_000_001).Select(i => i / 1e6)
            .Where(truth => Math.Abs(area - truth) <= z * Math.Sqrt(RocArea.Variance(truth, lower, higher)) || truth == area).ToList();
        var found = RocArea.Newcombe(area, lower, higher, 0.95);

        Assert.Equal([allowed.Min(), allowed.Max()], [found.Low, found.High], (a, b) => Math.Abs(a - b) < 2e-6);
    }

    [Theory]
    [InlineData(0.0, 40, 40)]
    [InlineData(1.5, 60, 100)]
    [InlineData(2.5, 200, 50)]
    public void The_interval_holds_the_true_area_as_often_as_it_says_or_somewhat_more(double shift, int lower, int higher)
    {
        var random = new Random(7);
        double Draw() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var truth = MathNet.Numerics.Distributions.Normal.CDF(0, 1, shift / Math.Sqrt(2));
        var held = Enumerable.Range(0, 2000).Count(_ =>
        {
            double[] a = [.. Enumerable.Range(0, lower).Select(_ => Draw())], b = [.. Enumerable.Range(0, higher).Select(_ => Draw() + shift)];
            var interval = RocArea.Of(a, b)!.Interval;
            return interval.Low <= truth && truth <= interval.High;
        });

        Assert.InRange(held / 2000.0, 0.935, 0.99);
    }

    [Fact]
    public void Samples_that_do_not_overlap_leave_a_doubt_that_shrinks_with_their_number()
    {
        var (few, many) = (RocArea.Of([1, 2, 3], [4, 5, 6])!, RocArea.Newcombe(1, 1000, 1000, 0.95));

        Assert.Equal((1, 1), (few.Value, few.Interval.High));
        Assert.InRange(few.Interval.Low, 0.2, 0.7);
        Assert.InRange(many.Low, 0.995, 0.9999);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_not_finite_is_refused(double value)
    {
        Assert.Throws<ArgumentException>(() => RocArea.Of([1, value], [2]));
        Assert.Throws<ArgumentException>(() => RocArea.Of([1], [2, value]));
        Assert.Throws<ArgumentOutOfRangeException>(() => RocArea.Of([1], [2], confidence: 1));
    }

    private static bool Close(double a, double b) => Math.Abs(a - b) < 1e-9;

    private static double[] Ratings(params int[] counts) => [.. counts.SelectMany((count, i) => Enumerable.Repeat(i + 1.0, count))];
}
