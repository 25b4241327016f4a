using QualitySuite.Client;
using QualitySuite.Contracts.Metrics;
using QualitySuite.Reviewer.Scope;

namespace QualitySuite.Reviewer.Charts;

/// <summary>How a metric is looked at: beside the scope, the arguments of a metric page's URL.</summary>
/// <param name="Scope">App and time range.</param>
/// <param name="Bucket">Width of the buckets, as it fits the range.</param>
/// <param name="Together">One line over all model versions instead of a line for each.</param>
/// <param name="Scorer">Another scorer than the primary one.</param>
internal sealed record ChartQuery(ViewScope Scope, string Bucket, bool Together, string? Scorer)
{
    public static ChartQuery Read(IQueryCollection query, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(query);
        var scope = ViewScope.Read(query, now);
        return new ChartQuery(
            scope,
            BucketChoice.For(query["bucket"].ToString(), scope.From, scope.To, now),
            query["lines"].ToString() == "together",
            query["scorer"].ToString() is { Length: > 0 } scorer ? scorer : null);
    }

    /// <summary>The same with a bucket that the metric has.</summary>
    public ChartQuery For(MetricDefinition metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return metric.Buckets.Contains(Bucket) ? this : this with { Bucket = metric.Buckets[^1] };
    }

    /// <summary>Asks the API for the lines, and for those by version, whose releases are marked; once where they are the same.</summary>
    public async Task<ChartData> LoadAsync(
        QualityClient api, KnownDimensions known, MetricDefinition metric, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(api);
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(metric);
        var bucket = For(metric).Bucket;

        // Whole buckets: one that the range cuts would have another mean than its neighbours.
        var query = new TimeSeriesQuery(metric.Id, bucket, BucketChoice.Floor(Scope.From, bucket), Scope.To) { App = Scope.App, Scorer = Scorer };
        var byVersion = api.GetTimeSeriesAsync(query with { GroupBy = ChartBuilder.VersionDimension }, cancellationToken);
        var lines = Together ? api.GetTimeSeriesAsync(query, cancellationToken) : byVersion;
        var styles = await known.StylesAsync(cancellationToken);
        var releases = await known.ReleasesAsync(ChartBuilder.VersionsOf(await byVersion), cancellationToken);
        return ChartBuilder.Build(metric, await lines, Scope.From, Scope.To, styles, releases);
    }
}
