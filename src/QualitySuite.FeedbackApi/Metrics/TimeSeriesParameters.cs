using QualitySuite.Contracts.Generations;
using QualitySuite.Contracts.Metrics;

namespace QualitySuite.FeedbackApi.Metrics;

/// <summary>The query string of <c>GET /v1/metrics/timeseries</c>.</summary>
internal sealed class TimeSeriesParameters
{
    private const int MostBuckets = 10_000;
    private const int MostDimensions = 3;

    // A client's "two days ago" is a moment old when it arrives, so one bucket more is let through.
    private static readonly TimeSpan FiveMinuteHistory = TimeSpan.FromDays(2);

    public string? Metric { get; init; }

    public string? Bucket { get; init; }

    public string? From { get; init; }

    public string? To { get; init; }

    public string? GroupBy { get; init; }

    public string? App { get; init; }

    public string? ModelVersion { get; init; }

    public string? Scorer { get; init; }

    /// <summary>Checks everything; null when an error was added. Without a range it is the last 24 hours. It is widened to whole buckets,
    /// so that the first and the last point are not of a part of theirs.</summary>
    public TimeSeriesRequest? Read(FieldErrors errors, string? onlyApp, DateTimeOffset now)
    {
        var metric = MetricCatalogue.Find(Metric ?? "");
        if (metric is null)
        {
            errors.Add("metric", "Required: the id of a metric of GET /v1/metrics, such as sharpness; " + (Metric is null ? "it is missing." : "this string is none."));
        }

        errors.CheckText("app", App, GenerationLimits.NameCharacters);
        errors.CheckText("modelVersion", ModelVersion, GenerationLimits.NameCharacters);
        var bucket = Metrics.Bucket.Find(Bucket ?? (metric is { Buckets: [var only] } ? only : "1h"));
        if (bucket is null)
        {
            errors.Add("bucket", $"One of {string.Join(", ", Metrics.Bucket.All.Select(b => b.Name))}; this string is none.");
        }
        else if (metric is not null && !metric.Buckets.Contains(bucket.Name))
        {
            errors.Add("bucket", $"Of {metric.Id} there is one value for the images of a whole UTC day: only {string.Join(", ", metric.Buckets)}; this is {bucket.Name}.");
        }

        var to = QueryText.Time(errors, "to", To) ?? now;
        var from = QueryText.Time(errors, "from", From) ?? (to > DateTimeOffset.MinValue.AddDays(1) ? to.AddDays(-1) : DateTimeOffset.MinValue);
        if (bucket is not null)
        {
            CheckRange(errors, bucket, from, to, now);
        }

        var dimensions = ReadDimensions(errors, metric);
        return errors.Any
            ? null
            : new TimeSeriesRequest(metric!, bucket!, bucket!.Floor(from), bucket.Ceiling(to), dimensions, onlyApp ?? Present(App), Present(ModelVersion), Present(Scorer));
    }

    private static void CheckRange(FieldErrors errors, Bucket bucket, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now)
    {
        if (from >= to)
        {
            errors.Add("from", "Must be before to; this range is empty.");
        }
        else if ((to - from) / bucket.Width > MostBuckets)
        {
            errors.Add("bucket", $"At most {MostBuckets} buckets in one answer; this range has more of {bucket.Name}.");
        }
        else if (bucket == Metrics.Bucket.FiveMinutes && from < now - FiveMinuteHistory - bucket.Width)
        {
            errors.Add("bucket", "5m reaches back two days; this range starts earlier. Use 1h or 1d.");
        }
    }

    private List<Dimension> ReadDimensions(FieldErrors errors, MetricDefinition? metric)
    {
        var names = (GroupBy ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToList();
        if (names.Count > MostDimensions)
        {
            errors.Add("groupBy", $"At most {MostDimensions} dimensions; this list has {names.Count}.");
        }

        if (names.Any(name => Dimension.Find(name) is null))
        {
            errors.Add("groupBy", $"Of {string.Join(", ", Dimension.All.Select(d => d.Name))}, separated by commas; this string has another.");
            return [];
        }

        if (metric is { Kind: MetricKind.Distribution } && names.Except(SetMetricStore.Dimensions).ToList() is { Count: > 0 } others)
        {
            errors.Add("groupBy", $"{metric.Id} is computed by {string.Join(" and ", SetMetricStore.Dimensions)}; there are no values by {string.Join(", ", others)}.");
        }

        return names.ConvertAll(name => Dimension.Find(name)!);
    }

    private static string? Present(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
