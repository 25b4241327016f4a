namespace QualitySuite.Reviewer.Charts;

/// <summary>The width of a chart's buckets.</summary>
internal static class BucketChoice
{
    /// <summary>Five-minute buckets are kept for two days. The API looks at its own, later clock, so a minute of that is not asked for.</summary>
    private static readonly TimeSpan FiveMinuteHistory = TimeSpan.FromDays(2) - TimeSpan.FromMinutes(1);

    /// <summary>More points than this are neither seen nor drawn in time.</summary>
    private const int MostPoints = 1_500;

    public static IReadOnlyList<string> All { get; } = ["5m", "1h", "1d"];

    /// <summary>What was asked for if it fits the range, else: under 12 hours 5m, up to 3 days 1h, beyond that 1d.</summary>
    public static string For(string? asked, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now)
    {
        if (asked is not null && All.Contains(asked) && Fits(asked, from, to, now))
        {
            return asked;
        }

        var length = to - from;
        return length < TimeSpan.FromHours(12) && Fits("5m", from, to, now) ? "5m"
            : length <= TimeSpan.FromDays(3) ? "1h"
            : "1d";
    }

    public static bool Fits(string bucket, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now) =>
        (to - from) / Width(bucket) <= MostPoints && (bucket != "5m" || Floor(from, bucket) >= now - FiveMinuteHistory);

    public static TimeSpan Width(string bucket) => bucket switch
    {
        "5m" => TimeSpan.FromMinutes(5),
        "1h" => TimeSpan.FromHours(1),
        "1d" => TimeSpan.FromDays(1),
        _ => throw new ArgumentOutOfRangeException(nameof(bucket), bucket, "5m, 1h or 1d"),
    };

    /// <summary>The start of the bucket that holds the time. Buckets are UTC, so they count from the Unix epoch.</summary>
    public static DateTimeOffset Floor(DateTimeOffset time, string bucket)
    {
        var ticks = (time - DateTimeOffset.UnixEpoch).Ticks;
        var width = Width(bucket).Ticks;
        return DateTimeOffset.UnixEpoch.AddTicks(ticks - (((ticks % width) + width) % width));
    }
}
