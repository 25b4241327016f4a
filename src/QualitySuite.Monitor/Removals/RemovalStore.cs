using Dapper;
using Npgsql;

namespace QualitySuite.Monitor.Removals;

/// <summary>The outbox of removed generations: the step that the scoring worker's migration declares, and Monitor's own receipts.</summary>
internal sealed class RemovalStore(NpgsqlDataSource database)
{
    // Values of set metrics follow the embeddings, so those must be gone.
    private const string UncountedText = """
        select r.id as Id, r.erasure_id as ErasureId, r.created_ats as CreatedAts
        from feedback.removal_facts r
        join scoring.removal_facts s on s.removal_id = r.id and s.finished_at is not null
        where not exists (select from monitoring.removal_receipts m where m.removal_id = r.id)
        order by r.id
        limit @most
        """;

    private const string WriteText = """
        insert into monitoring.removal_receipts (removal_id, erasure_id, days, windows)
        select * from unnest(@Ids, @ErasureIds, @Days, @Windows)
        on conflict (removal_id) do nothing
        """;

    // Nobody asks for the receipts of retention once the outbox has forgotten it.
    private const string ForgetText = """
        delete from monitoring.removal_receipts m
        where m.erasure_id is null and m.finished_at < now() - interval '1 day'
          and not exists (select from feedback.removal_facts r where r.id = m.removal_id)
        """;

    /// <summary>Removes what the scoring worker's tables have of removed generations, about so many rows; false: there is nothing.</summary>
    public async Task<bool> RemoveScoresAsync(int most, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<int>(
            new CommandDefinition("select scoring.work_off_removals(@most)", new { most }, cancellationToken: cancellationToken)) > 0;
    }

    /// <summary>Removals of which no embedding is left and that Monitor has not seen to.</summary>
    public async Task<List<Removal>> UncountedAsync(int most, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<Removal>(new CommandDefinition(UncountedText, new { most }, cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>Writes receipts: of each removal, how many days were counted anew and how many windows have changed.</summary>
    public async Task WriteAsync(IReadOnlyList<(Removal Removal, long Days, long Windows)> receipts, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            Ids = receipts.Select(r => r.Removal.Id).ToArray(),
            ErasureIds = receipts.Select(r => r.Removal.ErasureId).ToArray(),
            Days = receipts.Select(r => r.Days).ToArray(),
            Windows = receipts.Select(r => r.Windows).ToArray(),
        };
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(WriteText, parameters, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(ForgetText, cancellationToken: cancellationToken));
    }
}

/// <summary>Generations that were removed together.</summary>
internal sealed class Removal
{
    public long Id { get; init; }

    /// <summary>Null: by retention.</summary>
    public Guid? ErasureId { get; init; }

    public DateTime[] CreatedAts { get; init; } = [];

    /// <summary>The UTC days of an erasure's generations; retention leaves the values of days alone.</summary>
    public IEnumerable<DateTimeOffset> DaysToCount => ErasureId is null ? [] : CreatedAts.Select(at => new DateTimeOffset(at.Date, TimeSpan.Zero)).Distinct();
}
