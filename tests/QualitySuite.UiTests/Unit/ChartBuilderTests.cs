using QualitySuite.Contracts.Metrics;
using QualitySuite.Reviewer.Charts;

namespace QualitySuite.UiTests.Unit;

public sealed class ChartBuilderTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly MetricDefinition Metric = MetricCatalogue.Find("brisque")!;

    [Fact]
    public void A_bucket_without_data_is_a_gap_in_every_column()
    {
        var chart = Build(Group("1", (0, 10), (2, 12)));

        Assert.Equal([0L, 3600, 7200, 10800], chart.Times.Select(t => t - Start.ToUnixTimeSeconds()));
        var line = Assert.Single(chart.Lines);
        Assert.Equal([10, null, 12, null], line.Mean);
        Assert.Equal([9, null, 11, null], line.Low);
        Assert.Equal([11, null, 13, null], line.High);
        Assert.Equal([50, null, 50, null], line.N);
        Assert.Equal([true, false, true, false], line.Reliable);
    }

    [Fact]
    public void Versions_that_came_inside_the_range_are_marked_and_older_ones_are_not_however_late_their_first_data()
    {
        var series = Series(Group("2", (2, 5)), Group("1", (0, 10), (1, 10)), Group("old", (3, 1)), Group("empty"));
        var releases = new Dictionary<string, DateTimeOffset> { ["2"] = Start.AddHours(2).AddMinutes(7), ["old"] = Start.AddDays(-40) };
        var chart = ChartBuilder.Build(Metric, series, Start.AddMinutes(20), Start.AddHours(4), new Dictionary<string, SeriesStyle>(), releases);

        var mark = Assert.Single(chart.Marks);
        Assert.Equal((Start.AddHours(2).AddMinutes(7).ToUnixTimeSeconds(), "2"), (mark.T, mark.Label));
        Assert.Equal(["1", "2", "old"], chart.Lines.Select(l => l.Label));
        Assert.Equal(["2", "1", "old"], ChartBuilder.VersionsOf(series));
    }

    [Fact]
    public void The_latest_number_is_the_newest_that_says_something_and_otherwise_only_its_n_and_what_it_would_take()
    {
        var few = new TimeSeriesPoint(Start.AddHours(3), 2, 40, 0, null, null, null, [20, 60], Reliable: false, NeededN: 7);
        var some = new TimeSeriesPoint(Start.AddHours(2), 60, 30, 4, null, null, null, [29, 31], Reliable: true, NeededN: null);

        Assert.Equal(new LatestNumber("30.0", "[29.0, 31.0]", 60, null, some.T), LatestNumber.Of(Metric, [some, few]));
        Assert.Equal(new LatestNumber(null, null, 2, 7, few.T), LatestNumber.Of(Metric, [few]));
    }

    [Theory]
    [InlineData(0.4, "above no change [0, 0.20]")]
    [InlineData(0.2, "within no change [0, 0.20]")]
    public void The_value_of_a_set_stands_beside_its_range_of_no_change(double value, string verdict)
    {
        var group = new TimeSeriesGroup(
            new Dictionary<string, string>(),
            [new TimeSeriesPoint(Start, 40, value, 0, null, null, null, null, Reliable: true, NeededN: null) { Low = 0, High = 0.2, ReferenceN = 300 }])
        {
            Absent = [new AbsentPoint(Start.AddDays(-1), 12, 0, 30, "Too few."), new AbsentPoint(Start.AddDays(1), 13, 0, 30, "Too few again.")],
        };
        var metric = MetricCatalogue.Find("mmd")!;
        var chart = ChartBuilder.Build(
            metric, new TimeSeries("mmd", "1d", "encoder", [], [group]), Start.AddDays(-2), Start.AddDays(2), new Dictionary<string, SeriesStyle>(), new Dictionary<string, DateTimeOffset>());

        Assert.True(chart.NoChange);
        var line = Assert.Single(chart.Lines);
        Assert.Equal((0, 0.2, 300), (line.Low[2], line.High[2], line.ReferenceN[2]));
        Assert.Equal(new LatestNumber($"{value:0.00}", verdict, 40, null, Start), line.Latest);
        Assert.Equal([13L, 12], chart.Absent.Select(a => a.N));
        Assert.Equal(("8.00", "too few images before to compare with"), NoChange.Describe(metric, 8, null, null));
    }

    [Theory]
    [InlineData(6, "5m")]
    [InlineData(24, "1h")]
    [InlineData(72, "1h")]
    [InlineData(24 * 14, "1d")]
    public void The_bucket_follows_the_range(int hours, string bucket) =>
        Assert.Equal(bucket, BucketChoice.For(null, Start.AddHours(-hours), Start, Start));

    [Fact]
    public void Five_minute_buckets_are_not_asked_for_beyond_two_days()
    {
        Assert.Equal("1h", BucketChoice.For("5m", Start.AddDays(-3), Start, Start));
        Assert.Equal("5m", BucketChoice.For("5m", Start.AddDays(-2).AddMinutes(5), Start, Start));
        // The range is asked for from the start of its first bucket, and the API's clock is later.
        Assert.Equal("1h", BucketChoice.For("5m", Start.AddDays(-2).AddMinutes(4), Start, Start.AddMinutes(2)));
        Assert.Equal("1h", BucketChoice.For("5m", Start.AddDays(-2), Start, Start));
        Assert.Equal("1h", BucketChoice.For(null, Start.AddDays(-9), Start.AddDays(-9).AddHours(6), Start));
    }

    [Fact]
    public void Buckets_start_where_UTC_days_and_hours_do_also_before_1970()
    {
        Assert.Equal(Start, BucketChoice.Floor(Start.AddHours(23.99), "1d"));
        Assert.Equal(Start.AddHours(5), BucketChoice.Floor(new DateTimeOffset(2026, 3, 1, 7, 59, 0, TimeSpan.FromHours(2)), "1h"));
        Assert.Equal(new DateTimeOffset(1969, 12, 31, 0, 0, 0, TimeSpan.Zero), BucketChoice.Floor(DateTimeOffset.UnixEpoch.AddSeconds(-1), "1d"));
    }

    private static ChartData Build(params TimeSeriesGroup[] groups) => ChartBuilder.Build(
        Metric, Series(groups), Start.AddMinutes(20), Start.AddHours(4), new Dictionary<string, SeriesStyle>(), new Dictionary<string, DateTimeOffset>());

    private static TimeSeries Series(params TimeSeriesGroup[] groups) => new(Metric.Id, "1h", "scorer", [], groups);

    private static TimeSeriesGroup Group(string version, params (int Hour, double Mean)[] points) => new(
        new Dictionary<string, string> { [ChartBuilder.VersionDimension] = version },
        [.. points.Select(p => new TimeSeriesPoint(Start.AddHours(p.Hour), 50, p.Mean, 3, null, null, null, [p.Mean - 1, p.Mean + 1], Reliable: true, NeededN: null))]);
}
