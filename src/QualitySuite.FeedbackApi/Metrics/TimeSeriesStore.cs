using Dapper;
using Npgsql;
using QualitySuite.Contracts.Metrics;
using QualitySuite.Statistics;

namespace QualitySuite.FeedbackApi.Metrics;

/// <summary>Computes time series from raw rows.</summary>
internal sealed class TimeSeriesStore(NpgsqlDataSource database)
{
    public async Task<IReadOnlyList<TimeSeriesGroup>> ReadAsync(TimeSeriesRequest request, int? scorer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (MetricSource.Of(request.Metric) is not { } source)
        {
            return [];
        }

        var parameters = new
        {
            Bucket = request.Bucket.Width,
            request.From,
            request.To,
            request.App,
            request.ModelVersion,
            Scorer = scorer,
            Now = now,
        };
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(Sql(request, source), parameters, cancellationToken: cancellationToken));
        return [.. rows.GroupBy(row => row.Dimensions, GroupKey.Comparer).Select(group => new TimeSeriesGroup(
            Describe(request.GroupBy, group.Key),
            [.. group.Select(row => row.ToPoint(request.Metric))]))];
    }

    private static string Sql(TimeSeriesRequest request, (string Value, string From) source)
    {
        var dimensions = request.GroupBy.Count == 0
            ? "array[]::text[]"
            : $"array[{string.Join(", ", request.GroupBy.Select(d => $"coalesce({d.Column}, '')"))}]::text[]";
        return $"""
            select date_bin(@Bucket, created_at, timestamptz '2000-01-01 00:00:00+00') as T, dimensions as Dimensions,
                   count(*) as N, avg(value) as Mean,
                   case when min(value) = max(value) then 0 else stddev_samp(value) end as Stddev, -- exactly 0 for equal values, without rounding
                   percentile_cont(array[0.1, 0.5, 0.9]::double precision[]) within group (order by value) as Percentiles
            from (
                select g.created_at, {dimensions} as dimensions, {source.Value} as value
                {source.From}
                {(request.App is null ? "" : "and g.app = @App")}
                {(request.ModelVersion is null ? "" : "and g.model_version = @ModelVersion")}
            ) counted
            group by 1, 2
            order by 2, 1
            """;
    }

    private static Dictionary<string, string> Describe(IReadOnlyList<Dimension> groupBy, string[] values) =>
        groupBy.Select((dimension, i) => (dimension.Name, Value: values[i])).ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);

    private sealed class Row
    {
        public DateTimeOffset T { get; init; }

        public string[] Dimensions { get; init; } = [];

        public long N { get; init; }

        public double Mean { get; init; }

        public double Stddev { get; init; }

        public double[] Percentiles { get; init; } = [];

        public TimeSeriesPoint ToPoint(MetricDefinition metric)
        {
            var estimate = metric.IsProportion
                ? Estimate.OfProportion((long)Math.Round(Mean * N), N)
                : Estimate.OfMean(N, Mean, Stddev, metric.Minimum, metric.Maximum);
            IReadOnlyList<double>? bounds = estimate.Interval is { } ci ? [ci.Low, ci.High] : null;
            double? Percentile(int i) => metric.IsProportion ? null : Percentiles[i];
            return new TimeSeriesPoint(
                T, N, Mean, Stddev, Percentile(0), Percentile(1), Percentile(2), bounds, estimate.Reliable, estimate.NeededN);
        }
    }

    private static class GroupKey
    {
        public static readonly IEqualityComparer<string[]> Comparer = EqualityComparer<string[]>.Create(
            (a, b) => a!.AsSpan().SequenceEqual(b), values => values.Aggregate(0, (hash, value) => HashCode.Combine(hash, value)));
    }
}
