using QualitySuite.Contracts.Metrics;

namespace QualitySuite.FeedbackApi.Metrics;

/// <summary>A checked time series request.</summary>
internal sealed record TimeSeriesRequest(
    MetricDefinition Metric, Bucket Bucket, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<Dimension> GroupBy,
    string? App, string? ModelVersion, string? Scorer);

/// <summary>Width of a time bucket.</summary>
internal sealed record Bucket(string Name, TimeSpan Width)
{
    public static readonly Bucket FiveMinutes = new("5m", TimeSpan.FromMinutes(5));

    public static IReadOnlyList<Bucket> All { get; } = [FiveMinutes, new("1h", TimeSpan.FromHours(1)), new("1d", TimeSpan.FromDays(1))];

    /// <summary>Start of the bucket that <paramref name="time"/> is in.</summary>
    public DateTimeOffset Floor(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % Width.Ticks), TimeSpan.Zero);

    /// <summary>The first start of a bucket that is not before <paramref name="time"/>.</summary>
    public DateTimeOffset Ceiling(DateTimeOffset time)
    {
        var floor = Floor(time);
        return floor == time ? floor : DateTimeOffset.MaxValue - floor < Width ? DateTimeOffset.MaxValue : floor + Width;
    }

    public static Bucket? Find(string? name) => All.FirstOrDefault(bucket => bucket.Name == name);
}

/// <summary>A dimension to group by: its name in the API and its column in feedback.generations.</summary>
internal sealed record Dimension(string Name, string Column)
{
    public static IReadOnlyList<Dimension> All { get; } =
    [
        new("app", "g.app"), new("modelName", "g.model_name"), new("modelVersion", "g.model_version"),
        new("sampler", "g.sampler_name"), new("safetyFilter", "g.safety_filter"), new("outcome", "g.outcome"),
    ];

    public static Dimension? Find(string name) => All.FirstOrDefault(dimension => dimension.Name == name);
}
