using Dapper;
using Npgsql;
using QualitySuite.Contracts.Metrics;
using QualitySuite.Statistics;

namespace QualitySuite.FeedbackApi.Metrics;

/// <summary>Computes a metric by the place at which images were shown, from the same rows as its time series.</summary>
internal sealed class ExposureStore(NpgsqlDataSource database)
{
    private const int MostPlaces = 500;

    public async Task<ExposureRates> ReadAsync(ExposureRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (MetricSource.Of(request.Metric) is not { } source)
        {
            return new ExposureRates(request.Metric.Id, []);
        }

        var sql = $"""
            select place.surface as Surface, place.position as Position, count(*) as N, avg(counted.value) as Mean,
                   case when min(counted.value) = max(counted.value) then 0 else stddev_samp(counted.value) end as Stddev
            from (
                select g.created_at, g.id, {source.Value} as value
                {source.From}
                {(request.App is null ? "" : "and g.app = @App")}
                {(request.ModelVersion is null ? "" : "and g.model_version = @ModelVersion")}
            ) counted
            left join feedback.shown_generations place
                on place.generation_created_at = counted.created_at and place.generation_id = counted.id
                and place.generation_created_at >= @From and place.generation_created_at < @To
            group by 1, 2
            order by 1 nulls last, 2 nulls last
            limit {MostPlaces}
            """;
        var parameters = new { request.From, request.To, request.App, request.ModelVersion, Now = now };
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
        return new ExposureRates(request.Metric.Id, [.. rows.Select(row => row.ToRate(request.Metric))]);
    }

    private sealed class Row
    {
        public string? Surface { get; init; }

        public short? Position { get; init; }

        public long N { get; init; }

        public double Mean { get; init; }

        public double Stddev { get; init; }

        public ExposureRate ToRate(MetricDefinition metric)
        {
            var estimate = metric.IsProportion
                ? Estimate.OfProportion((long)Math.Round(Mean * N), N)
                : Estimate.OfMean(N, Mean, Stddev, metric.Minimum, metric.Maximum);
            return new ExposureRate(Surface, Position, N, Mean, estimate.Interval is { } ci ? [ci.Low, ci.High] : null, estimate.Reliable, estimate.NeededN);
        }
    }
}
