using Dapper;
using Npgsql;
using QualitySuite.Contracts.Feedback;

namespace QualitySuite.FeedbackApi.Feedback;

/// <summary>Writes feedback: the history, and for thumbs and stars the vote that counts.</summary>
internal sealed class UserFeedbackStore(NpgsqlDataSource database)
{
    // The vote is changed only by a feedback that is new: a retry of an old one must not undo a later one.
    private const string Sql = """
        with new_feedback as (
            insert into feedback.feedback (id, generation_id, generation_created_at, user_key, kind, value, reasons, comment)
            values (@Id, @GenerationId, @GenerationCreatedAt, @UserKey, @Kind, @Value, @Reasons, @Comment)
            on conflict (generation_created_at, id) do nothing
            returning generation_id, generation_created_at, user_key, kind, value, created_at
        )
        insert into feedback.votes (generation_id, generation_created_at, user_key, kind, value, voted_at)
        select generation_id, generation_created_at, user_key, kind, value, created_at from new_feedback where kind in ('thumb', 'stars')
        on conflict (generation_created_at, generation_id, user_key, kind) do update
        set value = excluded.value, voted_at = excluded.voted_at
        where feedback.votes.voted_at <= excluded.voted_at
        """;

    public async Task RecordAsync(NewFeedback feedback, CancellationToken cancellationToken)
    {
        var s = feedback.Submission;
        var parameters = new
        {
            feedback.Id,
            GenerationId = feedback.Generation.Id,
            GenerationCreatedAt = feedback.Generation.CreatedAt,
            feedback.UserKey,
            Kind = EnumText.Of(s.Kind!.Value),
            Value = (short?)s.Value,
            Reasons = (s.Reasons ?? []).Distinct().Select(EnumText.Of<ReportReason>).ToArray(),
            s.Comment,
        };
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(Sql, parameters, cancellationToken: cancellationToken));
    }
}
