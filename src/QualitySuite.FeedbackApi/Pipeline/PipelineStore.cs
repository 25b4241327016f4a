using Dapper;
using Npgsql;
using QualitySuite.Contracts;
using QualitySuite.Contracts.Pipeline;

namespace QualitySuite.FeedbackApi.Pipeline;

/// <summary>Reads the ledger of the pipeline, and puts dead letters back into it.</summary>
internal sealed class PipelineStore(NpgsqlDataSource database)
{
    private const string StatusText = """
        select (select count(*) from scoring.pending_facts) as Pending,
               (select extract(epoch from now() - min(enqueued_at))::double precision from scoring.pending_facts) as OldestPendingSeconds,
               (select count(*) from feedback.generations where received_at >= now() - interval '1 minute' and image_hash is not null) as Ingested,
               (select count(*) from scoring.completion_facts where completed_at >= now() - interval '1 minute') as Scored,
               (select count(*) from scoring.dead_letter_facts) as DeadLetters,
               (select count(*) from feedback.held_feedback) + (select count(*) from feedback.held_events) as Held,
               (select coalesce(sum(count), 0)::bigint from feedback.orphaned where day >= (now() at time zone 'UTC')::date - 1) as Orphaned
        """;

    private const string StatusOfAppText = """
        select (select count(*) from scoring.pending_facts p
                join feedback.generations g on g.created_at = p.generation_created_at and g.id = p.generation_id and g.app = @app) as Pending,
               (select extract(epoch from now() - min(p.enqueued_at))::double precision from scoring.pending_facts p
                join feedback.generations g on g.created_at = p.generation_created_at and g.id = p.generation_id and g.app = @app) as OldestPendingSeconds,
               (select count(*) from feedback.generations
                where received_at >= now() - interval '1 minute' and image_hash is not null and app = @app) as Ingested,
               (select count(*) from scoring.completion_facts c
                join feedback.generations g on g.created_at = c.generation_created_at and g.id = c.generation_id and g.app = @app
                where c.completed_at >= now() - interval '1 minute') as Scored,
               (select count(*) from scoring.dead_letter_facts d
                join feedback.generations g on g.created_at = d.generation_created_at and g.id = d.generation_id and g.app = @app) as DeadLetters,
               (select count(*) from feedback.held_feedback where key_app = @app)
               + (select count(*) from feedback.held_events where key_app = @app) as Held,
               (select coalesce(sum(count), 0)::bigint from feedback.orphaned
                where key_app = @app and day >= (now() at time zone 'UTC')::date - 1) as Orphaned
        """;

    private const string DeadLettersText = """
        select d.generation_id as Id, d.generation_created_at as CreatedAt, d.reason as Reason, d.detail as Detail, d.attempts as Attempts,
               d.failed_at as FailedAt, d.replaying as Replaying
        from scoring.dead_letter_facts d
        where (@app::text is null or exists (
                  select from feedback.generations g where g.created_at = d.generation_created_at and g.id = d.generation_id and g.app = @app))
          and (@afterTime::timestamptz is null or (d.failed_at, d.generation_id) < (@afterTime, @afterId))
        order by d.failed_at desc, d.generation_id desc
        limit @take
        """;

    private const string ReplayText = """
        insert into scoring.pending (generation_id, generation_created_at, image_hash)
        select g.id, g.created_at, g.image_hash
        from scoring.dead_letter_facts d
        join feedback.generations g on g.created_at = d.generation_created_at and g.id = d.generation_id
        where d.generation_id = @id and (@app::text is null or g.app = @app) and g.image_hash is not null and g.image_expired_at is null
        for share of g
        on conflict (generation_id) do nothing
        returning generation_created_at
        """;

    private const string KnownText = """
        select exists (
            select from scoring.dead_letter_facts d
            join feedback.generations g on g.created_at = d.generation_created_at and g.id = d.generation_id
            where d.generation_id = @id and (@app::text is null or g.app = @app))
        """;

    /// <summary>The counts of one app; null: of all.</summary>
    public async Task<LedgerCounts> CountAsync(string? app, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleAsync<LedgerCounts>(new CommandDefinition(
            app is null ? StatusText : StatusOfAppText, new { app }, cancellationToken: cancellationToken));
    }

    public async Task<Page<DeadLetter>> ListDeadLettersAsync(string? app, DeadLetterPosition? after, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var parameters = new { app, afterTime = after?.FailedAt, afterId = after?.Id, take = limit + 1 };
        var rows = (await connection.QueryAsync<DeadLetterRow>(new CommandDefinition(DeadLettersText, parameters, cancellationToken: cancellationToken))).AsList();
        var items = rows.Take(limit).Select(row => row.ToDeadLetter()).ToList();
        return new Page<DeadLetter>(items, rows.Count > limit ? Cursor.Write(new DeadLetterPosition(items[^1].FailedAt, items[^1].Id)) : null);
    }

    /// <summary>Puts the image back among the pending.</summary>
    public async Task<(ReplayOutcome Outcome, DateTimeOffset CreatedAt)> ReplayAsync(Guid id, string? app, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var replayed = await connection.QuerySingleOrDefaultAsync<DateTimeOffset?>(
            new CommandDefinition(ReplayText, new { id, app }, cancellationToken: cancellationToken));
        if (replayed is { } createdAt)
        {
            return (ReplayOutcome.Queued, createdAt);
        }

        var known = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(KnownText, new { id, app }, cancellationToken: cancellationToken));
        return (known ? ReplayOutcome.AlreadyQueued : ReplayOutcome.Unknown, default);
    }

    private sealed class DeadLetterRow
    {
        public Guid Id { get; init; }

        public DateTimeOffset CreatedAt { get; init; }

        public string Reason { get; init; } = "";

        public string Detail { get; init; } = "";

        public short Attempts { get; init; }

        public DateTimeOffset FailedAt { get; init; }

        public bool Replaying { get; init; }

        public DeadLetter ToDeadLetter() => new(Id, CreatedAt, Reason, Detail, Attempts, FailedAt, Replaying);
    }
}

/// <summary>What the ledger says now.</summary>
internal sealed class LedgerCounts
{
    public long Pending { get; init; }

    public double? OldestPendingSeconds { get; init; }

    public long Ingested { get; init; }

    public long Scored { get; init; }

    public long DeadLetters { get; init; }

    public long Held { get; init; }

    public long Orphaned { get; init; }
}

/// <summary>Where a page of dead letters ends.</summary>
internal sealed record DeadLetterPosition(DateTimeOffset FailedAt, Guid Id);

/// <summary>What a replay did.</summary>
internal enum ReplayOutcome
{
    Queued,
    AlreadyQueued,
    Unknown,
}
