using Npgsql;
using QualitySuite.FeedbackApi.Writing;

namespace QualitySuite.FeedbackApi.Feedback;

/// <summary>Writes feedback: the history, and for thumbs and stars the vote that counts.</summary>
internal sealed class UserFeedbackStore(NpgsqlDataSource database)
{
    // A vote is changed only by a feedback that is new: a retry of an old one must not undo a later one. Rows are written in the order of their
    // keys, so that two statements wait for each other and never both for one another.
    private const string RecordText = """
        , new_feedback as (
            insert into feedback.feedback (id, generation_id, generation_created_at, user_key, kind, value, reasons, comment, created_at, position, shown, surface)
            select id, generation_id, generation_created_at, user_key, kind, value, string_to_array(reasons, ','), comment, created_at, position, shown, surface
            from placed where outcome = 0
            order by generation_created_at, id
            on conflict (generation_created_at, id) do nothing
            returning generation_id, generation_created_at, user_key, kind, value, created_at
        ), new_votes as (
            insert into feedback.votes (generation_id, generation_created_at, user_key, kind, value, voted_at)
            select distinct on (generation_created_at, generation_id, user_key, kind) generation_id, generation_created_at, user_key, kind, value, created_at
            from new_feedback where kind in ('thumb', 'stars')
            order by generation_created_at, generation_id, user_key, kind, created_at desc
            on conflict (generation_created_at, generation_id, user_key, kind) do update
            set value = excluded.value, voted_at = excluded.voted_at
            where feedback.votes.voted_at <= excluded.voted_at
        )
        """;

    private const string WriteText = $"""
        with sent as (
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) with ordinality
                as s (id, generation_id, key_app, user_key, kind, value, reasons, comment, created_at, hold, position, shown, surface, ordinal)
        ), {PlacedSql.Text}{RecordText}, new_held as (
            insert into feedback.held_feedback (generation_id, id, key_app, user_key, kind, value, reasons, comment, created_at, position, shown, surface)
            select generation_id, id, key_app, user_key, kind, value, reasons, comment, created_at, position, shown, surface
            from placed where outcome = 1
            order by generation_id, id
            on conflict (generation_id, id) do nothing
        )
        select outcome from placed order by ordinal
        """;

    /// <summary>What waits for its generation.</summary>
    public HeldRows Held { get; } = new(database, "feedback.held_feedback", "feedback", RecordText);

    /// <summary>Writes all of them in one transaction.</summary>
    public async Task<WriteOutcome[]> WriteAsync(ArraySegment<NewFeedback> rows, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(WriteText, connection)
            .With(rows, r => r.Id).With(rows, r => r.GenerationId).With(rows, r => r.KeyApp).With(rows, r => r.UserKey).With(rows, r => r.Kind)
            .With(rows, r => r.Value).With(rows, r => r.Reasons).With(rows, r => r.Comment).With(rows, r => r.CreatedAt).With(rows, r => r.Hold)
            .With(rows, r => r.Position).With(rows, r => r.Shown).With(rows, r => r.Surface);
        return await command.ReadOutcomesAsync(rows.Count, cancellationToken);
    }
}
