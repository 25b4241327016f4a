using Npgsql;
using QualitySuite.FeedbackApi.Writing;

namespace QualitySuite.FeedbackApi.Behaviour;

/// <summary>Writes behaviour events.</summary>
internal sealed class BehaviourStore(NpgsqlDataSource database)
{
    private const string RecordText = """
        , new_events as (
            insert into feedback.events
                (id, generation_id, generation_created_at, user_key, session_key, type, value, at, result_id, received_at, position, shown, surface)
            select id, generation_id, generation_created_at, user_key, session_key, type, value, at, result_id, created_at, position, shown, surface
            from placed where outcome = 0
            order by generation_created_at, id
            on conflict (generation_created_at, id) do nothing
        )
        """;

    private const string WriteText = $"""
        with sent as (
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) with ordinality
                as s (id, generation_id, key_app, user_key, session_key, type, value, at, result_id, created_at, hold, position, shown, surface, ordinal)
        ), {PlacedSql.Text}{RecordText}, new_held as (
            insert into feedback.held_events
                (generation_id, id, key_app, user_key, session_key, type, value, at, result_id, created_at, position, shown, surface)
            select generation_id, id, key_app, user_key, session_key, type, value, at, result_id, created_at, position, shown, surface
            from placed where outcome = 1
            order by generation_id, id
            on conflict (generation_id, id) do nothing
        )
        select outcome from placed order by ordinal
        """;

    /// <summary>What waits for its generation.</summary>
    public HeldRows Held { get; } = new(database, "feedback.held_events", "event", RecordText);

    /// <summary>Writes all of them in one transaction.</summary>
    public async Task<WriteOutcome[]> WriteAsync(ArraySegment<NewBehaviour> rows, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(WriteText, connection)
            .With(rows, r => r.Id).With(rows, r => r.GenerationId).With(rows, r => r.KeyApp).With(rows, r => r.UserKey).With(rows, r => r.SessionKey)
            .With(rows, r => r.Type).With(rows, r => r.Value).With(rows, r => r.At).With(rows, r => r.ResultId).With(rows, r => r.ReceivedAt)
            .With(rows, r => r.Hold).With(rows, r => r.Position).With(rows, r => r.Shown).With(rows, r => r.Surface);
        return await command.ReadOutcomesAsync(rows.Count, cancellationToken);
    }
}
