using Dapper;
using Npgsql;

namespace QualitySuite.FeedbackApi.Metrics;

/// <summary>A registered scorer of one metric.</summary>
internal sealed record Scorer(int Id, string Metric, string Identity);

/// <summary>The scorers of one metric: which one trends use for an app, and which others exist.</summary>
internal sealed record MetricScorers(Scorer? Primary, IReadOnlyList<Scorer> All);

/// <summary>Knows which scorers are registered and which one is primary for an app and a metric.</summary>
internal sealed class ScorerDirectory(NpgsqlDataSource database)
{
    private const string AllText = "select id as Id, metric as Metric, identity as Identity from scoring.scorer_facts order by id";

    private const string MetricText = """
        select s.id as Id, s.metric as Metric, s.identity as Identity,
               s.id = coalesce(own.scorer_id, standard.scorer_id) as IsPrimary
        from scoring.scorer_facts s
        left join scoring.primary_scorer_facts own on own.metric = s.metric and own.app = @app
        left join scoring.primary_scorer_facts standard on standard.metric = s.metric and standard.app = '*'
        where s.metric = @metric
        order by s.id
        """;

    /// <summary>Every scorer, by metric, oldest first.</summary>
    public async Task<ILookup<string, Scorer>> ReadAllAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<Scorer>(new CommandDefinition(AllText, cancellationToken: cancellationToken))).ToLookup(s => s.Metric);
    }

    /// <summary>The scorers of a metric as <paramref name="app"/> (null: across apps) sees them.</summary>
    public async Task<MetricScorers> ReadAsync(string metric, string? app, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = (await connection.QueryAsync<Row>(new CommandDefinition(MetricText, new { metric, app }, cancellationToken: cancellationToken))).AsList();
        return new MetricScorers(
            rows.Where(r => r.IsPrimary).Select(r => r.ToScorer()).FirstOrDefault(),
            rows.ConvertAll(r => r.ToScorer()));
    }

    private sealed class Row
    {
        public int Id { get; init; }

        public string Metric { get; init; } = "";

        public string Identity { get; init; } = "";

        public bool IsPrimary { get; init; }

        public Scorer ToScorer() => new(Id, Metric, Identity);
    }
}
