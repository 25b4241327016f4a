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

    /// <summary>Asks the API for the lines, and for those by version that the marks come from; once where they are the same.</summary>
    public async Task<(TimeSeries Lines, TimeSeries ByVersion)> LoadAsync(QualityClient api, string metric, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(api);
        // Whole buckets: one that the range cuts would have another mean than its neighbours.
        var query = new TimeSeriesQuery(metric, Bucket, BucketChoice.Floor(Scope.From, Bucket), Scope.To) { App = Scope.App, Scorer = Scorer };
        var byVersion = api.GetTimeSeriesAsync(query with { GroupBy = ChartBuilder.VersionDimension }, cancellationToken);
        var lines = Together ? api.GetTimeSeriesAsync(query, cancellationToken) : byVersion;
        return (await lines, await byVersion);
    }
}
