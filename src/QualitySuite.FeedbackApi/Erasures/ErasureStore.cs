using Dapper;
using Npgsql;
using QualitySuite.Contracts.Privacy;

namespace QualitySuite.FeedbackApi.Erasures;

/// <summary>Takes requests for erasure and tells how far they are.</summary>
internal sealed class ErasureStore(NpgsqlDataSource database)
{
    // A request for what is being erased already is the same erasure; it looks once more for what came since.
    private const string RequestText = """
        insert into feedback.erasures (id, user_key, app, requested_at, settled_at)
        values (@id, @userKey, @app, now(), now() + @settling)
        on conflict (user_key, coalesce(app, '')) where user_key is not null do update set settled_at = excluded.settled_at
        returning id
        """;

    private const string FindText = """
        select e.app as App, e.requested_at as RequestedAt, e.rows_finished_at as RowsFinishedAt, e.finished_at as FinishedAt,
               e.generations as Generations, e.feedback as Feedback, e.votes as Votes, e.events as Events, e.held as Held, e.images as Images,
               e.shared_images as SharedImages,
               s.scores as Scores, s.embeddings as Embeddings, s.completions as Completions, s.pending as Pending, s.dead_letters as DeadLetters,
               s.finished_at as ScoringFinishedAt, m.days as Days, m.windows as SetWindows, m.finished_at as MonitoringFinishedAt,
               o.unscored as LeftToScoring, o.uncounted as LeftToMonitoring
        from feedback.erasures e
        cross join lateral (
            select coalesce(sum(scores), 0)::bigint as scores, coalesce(sum(embeddings), 0)::bigint as embeddings,
                   coalesce(sum(completions), 0)::bigint as completions, coalesce(sum(pending), 0)::bigint as pending,
                   coalesce(sum(dead_letters), 0)::bigint as dead_letters, max(finished_at) as finished_at
            from scoring.removal_facts where erasure_id = e.id) s
        cross join lateral (
            select coalesce(sum(days), 0)::bigint as days, coalesce(sum(windows), 0)::bigint as windows, max(finished_at) as finished_at
            from monitoring.removal_facts where erasure_id = e.id) m
        cross join lateral (
            select count(*) filter (where not exists (
                       select from scoring.removal_facts f where f.removal_id = r.id and f.finished_at is not null)) as unscored,
                   count(*) filter (where not exists (select from monitoring.removal_facts f where f.removal_id = r.id)) as uncounted
            from feedback.removals r where r.erasure_id = e.id) o
        where e.id = @id and (@app::text is null or e.app = @app)
        """;

    /// <summary>Asks for the erasure of what belongs to a user, in one app or (null) in all.</summary>
    /// <returns>The erasure: <paramref name="id"/>, or that of the same request made before, while it is under way.</returns>
    public async Task<Guid> RequestAsync(Guid id, byte[] userKey, string? app, TimeSpan settling, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<Guid>(
            new CommandDefinition(RequestText, new { id, userKey, app, settling }, cancellationToken: cancellationToken));
    }

    /// <summary>The receipt; null when there is none, or none that a key of <paramref name="app"/> (null: any) may see.</summary>
    public async Task<Erasure?> FindAsync(Guid id, string? app, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<ErasureRow>(new CommandDefinition(FindText, new { id, app }, cancellationToken: cancellationToken));
        return row?.ToErasure(id);
    }
}
