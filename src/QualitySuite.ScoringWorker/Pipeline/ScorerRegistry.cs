using Dapper;
using Npgsql;
using QualitySuite.Scoring;

namespace QualitySuite.ScoringWorker.Pipeline;

/// <summary>Registers this worker's scorers and encoders and knows the numbers under which the database has them.</summary>
internal sealed class ScorerRegistry(NpgsqlDataSource database, ScoringEngine engine)
{
    // The first scorer of a metric becomes the primary one of every app; later ones, and those on trial, stand beside it until somebody chooses.
    private const string Sql = """
        insert into scoring.scorers (metric, identity, description)
        select * from unnest(@metrics, @identities, @descriptions)
        on conflict (identity) do nothing;

        insert into scoring.primary_scorers (app, metric, scorer_id)
        select distinct on (metric) '*', metric, id from scoring.scorers where identity = any(@settled) order by metric, id
        on conflict (app, metric) do nothing;

        select id as Id, identity as Identity from scoring.scorers where identity = any(@identities);
        """;

    private const string EncoderSql = """
        insert into scoring.encoders (identity, description, dimension)
        select * from unnest(@identities, @descriptions, @dimensions)
        on conflict (identity) do nothing;

        select id as Id, identity as Identity from scoring.encoders where identity = any(@identities);
        """;

    private Dictionary<string, int> _ids = [];
    private Dictionary<string, int> _encoderIds = [];

    public async Task RegisterAsync(CancellationToken cancellationToken)
    {
        var parameters = new
        {
            metrics = engine.Scorers.Select(s => s.Metric).ToArray(),
            identities = engine.Scorers.Select(s => s.Identity).ToArray(),
            settled = engine.Scorers.Select(s => s.Identity).Where(identity => !engine.IsShadow(identity)).ToArray(),
            descriptions = engine.Scorers.Select(s => s.Description).ToArray(),
        };
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<(int Id, string Identity)>(new CommandDefinition(Sql, parameters, cancellationToken: cancellationToken));
        _ids = rows.ToDictionary(row => row.Identity, row => row.Id, StringComparer.Ordinal);
        var encoders = new
        {
            identities = engine.Encoders.Select(e => e.Identity).ToArray(),
            descriptions = engine.Encoders.Select(e => e.Description).ToArray(),
            dimensions = engine.Encoders.Select(e => e.Dimension).ToArray(),
        };
        var encoderRows = await connection.QueryAsync<(int Id, string Identity)>(new CommandDefinition(EncoderSql, encoders, cancellationToken: cancellationToken));
        _encoderIds = encoderRows.ToDictionary(row => row.Identity, row => row.Id, StringComparer.Ordinal);
    }

    /// <summary>The encoder's number in the database.</summary>
    public int IdOfEncoder(string identity) => _encoderIds[identity];

    /// <summary>The scorer's number in the database.</summary>
    public int IdOf(string identity) => _ids[identity];
}
