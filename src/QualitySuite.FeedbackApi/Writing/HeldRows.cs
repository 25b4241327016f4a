using Npgsql;

namespace QualitySuite.FeedbackApi.Writing;

/// <summary>A table of rows that were sent before their generation arrived.</summary>
/// <param name="database">Where it is.</param>
/// <param name="table">Its name; the columns are those of the rows that are sent, and created_at.</param>
/// <param name="kind">The kind in <c>feedback.orphaned</c>.</param>
/// <param name="record">The steps that record rows <c>placed</c>, beginning with a comma.</param>
internal sealed class HeldRows(NpgsqlDataSource database, string table, string kind, string record)
{
    private readonly string _countOrphans = $"""
        insert into feedback.orphaned (day, key_app, kind, count)
        select (created_at at time zone 'UTC')::date, coalesce(key_app, ''), '{kind}', count(*) from gone group by 1, 2
        on conflict (day, key_app, kind) do update set count = feedback.orphaned.count + excluded.count
        """;

    /// <summary>Records what was held and whose generation has arrived, at most <paramref name="most"/> rows; what its sender may not say of it is orphaned.</summary>
    /// <returns>How many rows left the table.</returns>
    public Task<long> JoinAsync(int most, CancellationToken cancellationToken)
    {
        // Of two replicas each takes rows that the other does not hold.
        var text = $"""
            with arrived as (
                select h.generation_id, h.id
                from {table} h join feedback.generation_keys k on k.id = h.generation_id
                limit $1 for update of h skip locked
            ), sent as (
                delete from {table} h using arrived a where h.generation_id = a.generation_id and h.id = a.id
                returning h.*, false as hold
            ), {PlacedSql.Text}{record}, gone as (
                select created_at, key_app from placed where outcome <> 0
            ), counted as (
                {_countOrphans}
            )
            select count(*) from placed
            """;
        return ExecuteAsync(text, cancellationToken, most);
    }

    /// <summary>Removes what was sent before <paramref name="before"/> and counts it as orphaned, at most <paramref name="most"/> rows.</summary>
    /// <returns>How many rows left the table.</returns>
    public Task<long> GiveUpAsync(DateTimeOffset before, int most, CancellationToken cancellationToken)
    {
        var text = $"""
            with late as (
                select generation_id, id from {table} where created_at < $1 limit $2 for update skip locked
            ), gone as (
                delete from {table} h using late l where h.generation_id = l.generation_id and h.id = l.id
                returning h.created_at, h.key_app
            ), counted as (
                {_countOrphans}
            )
            select count(*) from gone
            """;
        return ExecuteAsync(text, cancellationToken, before, most);
    }

    private async Task<long> ExecuteAsync(string text, CancellationToken cancellationToken, params object[] arguments)
    {
        await using var command = database.CreateCommand(text);
        foreach (var argument in arguments)
        {
            command.Parameters.AddWithValue(argument);
        }

        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
