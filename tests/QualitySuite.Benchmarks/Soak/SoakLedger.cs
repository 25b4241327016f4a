using Dapper;
using Npgsql;

namespace QualitySuite.Benchmarks.Soak;

/// <summary>What was acknowledged against what is stored.</summary>
/// <param name="What">Kind of record.</param>
/// <param name="Acknowledged">Records that the suite said it has.</param>
/// <param name="Stored">Rows.</param>
/// <param name="Lost">Acknowledged and not stored.</param>
/// <param name="Doubled">Stored more than once.</param>
/// <param name="Strange">Stored and never acknowledged.</param>
internal sealed record LedgerLine(string What, int Acknowledged, long Stored, int Lost, int Doubled, int Strange)
{
    public bool IsExact => Lost == 0 && Doubled == 0 && Strange == 0;

    public static LedgerLine Of(string what, ICollection<string> acknowledged, IEnumerable<(string Key, long Count)> stored)
    {
        var rows = stored.ToDictionary(s => s.Key, s => s.Count, StringComparer.Ordinal);
        return new LedgerLine(
            what, acknowledged.Count, rows.Values.Sum(), acknowledged.Count(key => !rows.ContainsKey(key)), rows.Values.Count(count => count > 1),
            rows.Keys.Except(acknowledged, StringComparer.Ordinal).Count());
    }
}

/// <summary>Reads the ledger once everything has come to rest.</summary>
internal static class SoakLedger
{
    private const string RestText = """
        select (select count(*) from scoring.pending) + (select count(*) from feedback.held_feedback) + (select count(*) from feedback.held_events)
        """;

    /// <summary>Waits until nothing waits any more: for scores, or for its generation.</summary>
    public static async Task RestAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(RestText);
        while ((long)(await command.ExecuteScalarAsync(cancellationToken))! > 0)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }
    }

    public static async Task<IReadOnlyList<LedgerLine>> ReadAsync(NpgsqlDataSource database, Traffic traffic, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        async Task<IEnumerable<(string, long)>> RowsAsync(string text) =>
            await connection.QueryAsync<(string, long)>(new CommandDefinition(text, new { app = Traffic.App }, cancellationToken: cancellationToken));
        string[] generations = [.. traffic.Generations.Keys.Select(id => id.ToString())];
        return
        [
            LedgerLine.Of("generations", generations, await RowsAsync("select id::text, count(*) from feedback.generations where app = @app group by id")),
            LedgerLine.Of("feedback", traffic.Feedback.Keys, await RowsAsync("select comment, count(*) from feedback.feedback group by comment")),
            LedgerLine.Of("events", traffic.Events.Keys, await RowsAsync("select surface, count(*) from feedback.events group by surface")),
            LedgerLine.Of(
                "scored images",
                [.. await connection.QueryAsync<string>("select id::text from feedback.generations where image_hash is not null")],
                await RowsAsync("select generation_id::text, count(*) from scoring.completions group by generation_id")),
        ];
    }
}
