using Dapper;
using Npgsql;
using QualitySuite.Contracts.Metrics;
using QualitySuite.Statistics;

namespace QualitySuite.FeedbackApi.Metrics;

/// <summary>Computes from raw rows what two groups of generations have of a metric.</summary>
internal sealed class CompareStore(NpgsqlDataSource database)
{
    public async Task<(ComparedGroup A, ComparedGroup B)> ReadAsync(
        CompareRequest request, MetricDefinition metric, int? scorer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (MetricSource.Of(metric) is not { } source)
        {
            return (Describe(metric, []), Describe(metric, []));
        }

        var parameters = new DynamicParameters(new
        {
            request.From,
            request.To,
            request.App,
            Scorer = scorer,
            Now = now,
            Edges = metric.HistogramEdges.ToArray(),
        });
        var sql = Sql(request, source, parameters);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = (await connection.QueryAsync<Row>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))).ToLookup(row => row.IsB);
        return (Describe(metric, rows[false]), Describe(metric, rows[true]));
    }

    private static string Sql(CompareRequest request, (string Value, string From) source, DynamicParameters parameters)
    {
        var (a, b) = (Write("a", request.A, parameters), Write("b", request.B, parameters));
        return $"""
            select is_b as IsB, bin as Bin, count(*) as N,
                   -- exactly the value and exactly 0 for equal values, without rounding
                   case when min(value) = max(value) then min(value) else avg(value) end as Mean,
                   case when min(value) = max(value) then 0 else stddev_samp(value) end as Stddev
            from (
                select is_b, value, greatest(least(width_bucket(value, @Edges), cardinality(@Edges) - 1), 1) as bin
                from (
                    select ({b}) is true as is_b, {source.Value} as value
                    {source.From}
                    and (({a}) or ({b}))
                    {(request.App is null ? "" : "and g.app = @App")}
                ) chosen
            ) compared
            group by grouping sets ((is_b), (is_b, bin))
            """;
    }

    private static string Write(string group, IReadOnlyList<Condition> conditions, DynamicParameters parameters)
    {
        var texts = new List<string>(conditions.Count);
        foreach (var (dimension, value) in conditions)
        {
            var name = $"{group}_{dimension.Name}";
            parameters.Add(name, value);
            texts.Add(value.Length == 0 ? $"coalesce({dimension.Column}, '') = @{name}" : $"{dimension.Column} = @{name}");
        }

        return string.Join(" and ", texts);
    }

    private static ComparedGroup Describe(MetricDefinition metric, IEnumerable<Row> rows)
    {
        var histogram = new long[metric.HistogramEdges.Count - 1];
        Row? all = null;
        foreach (var row in rows)
        {
            if (row.Bin is { } bin)
            {
                histogram[bin - 1] = row.N;
            }
            else
            {
                all = row;
            }
        }

        if (all is null)
        {
            return new ComparedGroup(0, Mean: null, Stddev: null, histogram, Ci95: null);
        }

        var estimate = metric.IsProportion
            ? Estimate.OfProportion((long)Math.Round(all.Mean * all.N), all.N)
            : Estimate.OfMean(all.N, all.Mean, all.Stddev, metric.Minimum, metric.Maximum);
        return new ComparedGroup(all.N, all.Mean, all.Stddev, histogram, estimate.Interval is { } ci ? [ci.Low, ci.High] : null);
    }

    private sealed class Row
    {
        public bool IsB { get; init; }

        /// <summary>From 1 on; null: of all bins.</summary>
        public int? Bin { get; init; }

        public long N { get; init; }

        public double Mean { get; init; }

        public double Stddev { get; init; }
    }
}
