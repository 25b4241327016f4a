using Dapper;
using Npgsql;
using QualitySuite.Storage.Queue;

namespace QualitySuite.Monitor.Relay;

/// <summary>The relay's side of scoring.pending: it reads rows and updates sent_at, nothing else.</summary>
internal sealed class PendingStore(NpgsqlDataSource database)
{
    private const string OldestText = """
        select generation_id
        from scoring.pending
        where coalesce(sent_at, enqueued_at) < now() - @patience
        order by coalesce(sent_at, enqueued_at)
        limit @most
        """;

    private const string MarkText = """
        update scoring.pending set sent_at = now()
        where generation_id = any(@ids) and coalesce(sent_at, enqueued_at) < now() - @patience
        returning generation_id as GenerationId, generation_created_at as CreatedAt, traceparent as TraceParent
        """;

    /// <summary>Generations that have waited longer than <paramref name="patience"/> since they were last sent, the longest first.</summary>
    public async Task<List<Guid>> OldestAsync(TimeSpan patience, int most, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<Guid>(new CommandDefinition(OldestText, new { patience, most }, cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>Marks those that still wait as sent now, and returns them.</summary>
    public async Task<List<QueuedImage>> MarkSentAsync(Guid[] ids, TimeSpan patience, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<QueuedImage>(new CommandDefinition(MarkText, new { ids, patience }, cancellationToken: cancellationToken))).AsList();
    }
}
