using Dapper;
using Npgsql;
using QualitySuite.Storage.Queue;

namespace QualitySuite.Monitor.Relay;

/// <summary>The relay's side of scoring.pending: it reads rows and updates sent_at, nothing else.</summary>
internal sealed class PendingStore(NpgsqlDataSource database)
{
    private const string OldestText = """
        select generation_id as Id, coalesce(sent_at, enqueued_at) < now() - @bound as Overdue
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

    /// <summary>Generations that have waited longer than <paramref name="patience"/> since they were last sent, the longest first; overdue
    /// are those that have waited longer than <paramref name="bound"/>.</summary>
    public async Task<List<WaitingImage>> OldestAsync(TimeSpan patience, TimeSpan bound, int most, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<WaitingImage>(
            new CommandDefinition(OldestText, new { patience, bound, most }, cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>Marks those that still wait as sent now, and returns them.</summary>
    public async Task<List<QueuedImage>> MarkSentAsync(Guid[] ids, TimeSpan patience, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<QueuedImage>(new CommandDefinition(MarkText, new { ids, patience }, cancellationToken: cancellationToken))).AsList();
    }
}

/// <summary>A generation that waits, and whether it has waited too long to trust the entry it may have.</summary>
internal sealed record WaitingImage(Guid Id, bool Overdue);
