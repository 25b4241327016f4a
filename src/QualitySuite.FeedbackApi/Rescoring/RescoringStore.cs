using Dapper;
using Npgsql;
using QualitySuite.Storage.Queue;

namespace QualitySuite.FeedbackApi.Rescoring;

/// <summary>Puts images that were scored before among the pending.</summary>
internal sealed class RescoringStore(NpgsqlDataSource database)
{
    // What became a dead letter is replayed, not scored again.
    private const string QueueText = """
        with chosen as (
            select g.id, g.created_at, g.image_hash
            from feedback.generations g
            where g.created_at >= @from and g.created_at < @to and g.image_hash is not null and g.image_expired_at is null
              and (@app::text is null or g.app = @app) and (@modelVersion::text is null or g.model_version = @modelVersion)
              and (@afterTime::timestamptz is null or (g.created_at, g.id) > (@afterTime, @afterId))
              and (@scorer::text is null or not exists (
                      select from scoring.score_facts s
                      where s.generation_created_at = g.created_at and s.generation_id = g.id and s.scorer = @scorer))
              and not exists (
                      select from scoring.dead_letter_facts d where d.generation_created_at = g.created_at and d.generation_id = g.id)
            order by g.created_at, g.id
            limit @limit
            for share of g -- so that none of them goes, by erasure or retention, before its row is among the pending
        ), queued as (
            insert into scoring.pending (generation_id, generation_created_at, image_hash)
            select id, created_at, image_hash from chosen
            on conflict (generation_id) do nothing
            returning generation_id
        )
        select c.id as Id, c.created_at as CreatedAt, q.generation_id is not null as Queued
        from chosen c left join queued q on q.generation_id = c.id
        order by c.created_at, c.id
        """;

    private const string KnownText = "select exists (select from scoring.scorer_facts where identity = @identity)";

    public async Task<bool> IsRegisteredAsync(string identity, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(KnownText, new { identity }, cancellationToken: cancellationToken));
    }

    /// <summary>Queues the next images in the order of their createdAt.</summary>
    public async Task<IReadOnlyList<RescoredImage>> QueueAsync(RescoringQuery query, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            from = query.From,
            to = query.To,
            app = query.App,
            modelVersion = query.ModelVersion,
            scorer = query.Scorer,
            limit = query.Limit,
            afterTime = query.After?.CreatedAt,
            afterId = query.After?.Id,
        };
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<RescoredImage>(new CommandDefinition(QueueText, parameters, cancellationToken: cancellationToken))).AsList();
    }
}

/// <summary>A checked request.</summary>
internal sealed record RescoringQuery(
    DateTimeOffset From, DateTimeOffset To, string? App, string? ModelVersion, string? Scorer, int Limit, RescoringPosition? After);

/// <summary>Where a call ended.</summary>
internal sealed record RescoringPosition(DateTimeOffset CreatedAt, Guid Id);

/// <summary>An image that a call came upon; not <see cref="Queued"/>: it waited already.</summary>
internal sealed class RescoredImage
{
    public Guid Id { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public bool Queued { get; init; }

    public QueuedImage ToQueued() => new(Id, CreatedAt, TraceParent: null);
}
