using Dapper;
using Npgsql;
using QualitySuite.Contracts.Scoring;
using QualitySuite.Scoring;

namespace QualitySuite.ScoringWorker.Scorers;

/// <summary>The registered scorers, and which of them are primary.</summary>
internal sealed class PrimaryScorerStore(NpgsqlDataSource database, ScoringEngine engine)
{
    private const string ListText = """
        select s.metric as Metric, s.identity as Identity, s.description as Description, s.created_at as CreatedAt,
               coalesce(array_agg(p.app order by p.app) filter (where p.app is not null), '{}') as PrimaryFor
        from scoring.scorers s left join scoring.primary_scorers p on p.scorer_id = s.id
        group by s.id
        order by s.metric, s.id
        """;

    private const string ChooseText = """
        insert into scoring.primary_scorers (app, metric, scorer_id)
        select @app, metric, id from scoring.scorers where identity = @scorer
        on conflict (app, metric) do update set scorer_id = excluded.scorer_id
        """;

    public async Task<IReadOnlyList<RegisteredScorer>> ListAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(ListText, cancellationToken: cancellationToken));
        var inUse = engine.Scorers.Select(s => s.Identity).ToHashSet(StringComparer.Ordinal);
        return [.. rows.Select(r => new RegisteredScorer(r.Metric, r.Identity, r.Description, r.CreatedAt, inUse.Contains(r.Identity), r.PrimaryFor))];
    }

    /// <summary>False: there is no such scorer.</summary>
    public async Task<bool> ChooseAsync(string app, string scorer, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(ChooseText, new { app, scorer }, cancellationToken: cancellationToken)) > 0;
    }

    private sealed class Row
    {
        public string Metric { get; init; } = "";

        public string Identity { get; init; } = "";

        public string Description { get; init; } = "";

        public DateTimeOffset CreatedAt { get; init; }

        public string[] PrimaryFor { get; init; } = [];
    }
}
