using Dapper;
using Npgsql;
using QualitySuite.Contracts.Feedback;
using QualitySuite.FeedbackApi.Generations;

namespace QualitySuite.FeedbackApi.Behaviour;

/// <summary>Writes behaviour events.</summary>
internal sealed class BehaviourStore(NpgsqlDataSource database)
{
    private const string Sql = """
        insert into feedback.events (id, generation_id, generation_created_at, user_key, session_key, type, value, at)
        values (@Id, @GenerationId, @GenerationCreatedAt, @UserKey, @SessionKey, @Type, @Value, @At)
        on conflict (generation_created_at, id) do nothing
        """;

    public async Task RecordAsync(NewBehaviour behaviour, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            behaviour.Id,
            GenerationId = behaviour.Generation.Id,
            GenerationCreatedAt = behaviour.Generation.CreatedAt,
            behaviour.UserKey,
            behaviour.SessionKey,
            Type = EnumText.Of(behaviour.Type),
            behaviour.Value,
            behaviour.At,
        };
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(Sql, parameters, cancellationToken: cancellationToken));
    }
}

/// <summary>A checked event, as it is written.</summary>
internal sealed record NewBehaviour(
    Guid Id, GenerationLocation Generation, byte[] UserKey, byte[]? SessionKey, BehaviourType Type, double? Value, DateTimeOffset At);
