using System.Data.Common;
using Dapper;
using QualitySuite.Contracts.Generations;
using QualitySuite.Contracts.Metrics;

namespace QualitySuite.FeedbackApi.Generations;

/// <summary>Reads the scores of some generations, in the catalogue's order.</summary>
internal static class ScoreReader
{
    private const string Sql = """
        select s.generation_id as GenerationId, s.metric as Metric, s.value as Value, s.scorer as Scorer, s.created_at as CreatedAt,
               s.scorer_id = coalesce(own.scorer_id, standard.scorer_id) as IsPrimary
        from unnest(@ids, @createdAts) as wanted (id, created_at)
        join feedback.generations g on g.created_at = wanted.created_at and g.id = wanted.id
        join scoring.score_facts s on s.generation_created_at = wanted.created_at and s.generation_id = wanted.id
        left join scoring.primary_scorer_facts own on own.app = g.app and own.metric = s.metric
        left join scoring.primary_scorer_facts standard on standard.app = '*' and standard.metric = s.metric
        """;

    private static readonly Dictionary<string, int> Order =
        MetricCatalogue.All.Select((metric, index) => (metric.Id, index)).ToDictionary(pair => pair.Id, pair => pair.index, StringComparer.Ordinal);

    public static async Task<ILookup<Guid, Score>> ReadAsync(
        DbConnection connection, Guid[] ids, DateTimeOffset[] createdAts, CancellationToken cancellationToken)
    {
        var utc = Array.ConvertAll(createdAts, t => t.UtcDateTime);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(Sql, new { ids, createdAts = utc }, cancellationToken: cancellationToken));
        return rows
            .OrderBy(row => Order.GetValueOrDefault(row.Metric, int.MaxValue))
            .ThenByDescending(row => row.IsPrimary)
            .ToLookup(row => row.GenerationId, row => new Score(row.Metric, row.Value, row.Scorer, row.CreatedAt, row.IsPrimary));
    }

    private sealed class Row
    {
        public Guid GenerationId { get; init; }

        public string Metric { get; init; } = "";

        public double Value { get; init; }

        public string Scorer { get; init; } = "";

        public DateTimeOffset CreatedAt { get; init; }

        public bool IsPrimary { get; init; }
    }
}
