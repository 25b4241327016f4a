using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;

namespace QualitySuite.FeedbackApi.Erasures;

/// <summary>
/// The steps of erasures: each is one small transaction that also counts what it removed, so that after an end at any point, and beside another
/// replica, the next step goes on where the last one stopped.
/// </summary>
internal sealed class ErasureSteps(NpgsqlDataSource database, IOptions<ErasureOptions> options)
{
    private const int MostGenerations = 100;

    private const string OpenText = "select id from feedback.erasures where user_key is not null order by requested_at";

    private const string LockText = """
        select user_key as UserKey, app as App, settled_at <= now() as Settled
        from feedback.erasures where id = @id and user_key is not null for update skip locked
        """;

    private const string RemoveOfUserText = """
        select removed_feedback as Feedback, removed_votes as Votes, removed_events as Events, removed_held as Held
        from feedback.remove_reactions_of(@userKey, @app, @most)
        """;

    private const string GenerationsText = "select id as Id, created_at as CreatedAt from feedback.generations_of(@userKey, @app, @most)";

    private const string RemoveReactionsText = """
        select removed_feedback as Feedback, removed_votes as Votes, removed_events as Events
        from feedback.remove_reactions(@ids, @createdAts, @most)
        """;

    private const string CountText = """
        update feedback.erasures
        set feedback = feedback + @Feedback, votes = votes + @Votes, events = events + @Events, held = held + @Held, generations = generations + @Generations
        where id = @id
        """;

    // Whatever was not written when it was asked for has been since, and is gone too: whose rows they were need not be known any longer.
    private const string ForgetText = "update feedback.erasures set user_key = null, rows_finished_at = now() where id = @id";

    private const string LastText = """
        select r.id as Id, r.erasure_id as ErasureId, r.generation_ids as GenerationIds, r.created_ats as CreatedAts
        from feedback.removals r
        join scoring.removal_facts s on s.removal_id = r.id and s.finished_at is not null
        join monitoring.removal_facts m on m.removal_id = r.id
        where r.removed_at <= now() - @settling
        order by r.id
        limit 1
        for update of r skip locked
        """;

    private const string FinishText = """
        update feedback.erasures e set finished_at = now()
        where e.finished_at is null and e.rows_finished_at is not null
          and not exists (select from feedback.removals r where r.erasure_id = e.id)
          and not exists (select from feedback.released_images i where i.erasure_id = e.id)
        returning id
        """;

    /// <summary>Erasures of users who may have rows left, the oldest first.</summary>
    public async Task<List<Guid>> OpenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<Guid>(new CommandDefinition(OpenText, cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>Removes some rows of a user; where none is left, and none can be on its way, whose they were is forgotten.</summary>
    /// <returns>Whether there may be more.</returns>
    public async Task<bool> RemoveAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await connection.QuerySingleOrDefaultAsync<Whose>(new CommandDefinition(LockText, new { id }, cancellationToken: cancellationToken))
            is not { } whose)
        {
            return false;
        }

        var most = options.Value.StepRows;
        var removed = await connection.QuerySingleAsync<Removed>(new CommandDefinition(
            RemoveOfUserText, new { whose.UserKey, whose.App, most }, cancellationToken: cancellationToken));
        if (removed.Rows < most)
        {
            removed = removed.With(await RemoveGenerationsAsync(connection, id, whose, most - removed.Rows, cancellationToken));
        }

        await connection.ExecuteAsync(
            removed.Rows > 0 || !whose.Settled ? new CommandDefinition(CountText, removed.For(id), cancellationToken: cancellationToken)
                : new CommandDefinition(ForgetText, new { id }, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        return removed.Rows > 0;
    }

    /// <summary>Ends a removal of which every owner has a receipt: what was said of its generations while they went is removed too.</summary>
    /// <returns>Whether there may be more.</returns>
    public async Task<bool> EndRemovalAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var last = await connection.QuerySingleOrDefaultAsync<Removal>(
            new CommandDefinition(LastText, new { settling = options.Value.Settling }, cancellationToken: cancellationToken));
        if (last is null)
        {
            return false;
        }

        var removed = await RemoveReactionsAsync(connection, last.GenerationIds, last.CreatedAts, options.Value.StepRows, cancellationToken);
        if (last.ErasureId is { } erasure)
        {
            await connection.ExecuteAsync(new CommandDefinition(CountText, removed.For(erasure), cancellationToken: cancellationToken));
        }

        if (removed.Rows < options.Value.StepRows)
        {
            await connection.ExecuteAsync(
                new CommandDefinition("delete from feedback.removals where id = @Id", new { last.Id }, cancellationToken: cancellationToken));
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Ends the erasures of which nothing is left anywhere; returns them.</summary>
    public async Task<List<Guid>> FinishAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<Guid>(new CommandDefinition(FinishText, cancellationToken: cancellationToken))).AsList();
    }

    // A generation goes when nothing is left that was said of it, and takes along what has come since.
    private static async Task<Removed> RemoveGenerationsAsync(NpgsqlConnection connection, Guid id, Whose whose, int most, CancellationToken cancellationToken)
    {
        var rows = (await connection.QueryAsync<(Guid Id, DateTime CreatedAt)>(new CommandDefinition(
            GenerationsText, new { whose.UserKey, whose.App, most = Math.Min(most, MostGenerations) }, cancellationToken: cancellationToken))).AsList();
        if (rows.Count == 0)
        {
            return new Removed();
        }

        Guid[] ids = [.. rows.Select(row => row.Id)];
        DateTime[] createdAts = [.. rows.Select(row => row.CreatedAt)];
        var removed = await RemoveReactionsAsync(connection, ids, createdAts, most, cancellationToken);
        return removed.Rows == most ? removed : removed with
        {
            Generations = await connection.ExecuteScalarAsync<int>(new CommandDefinition(
                "select feedback.remove_generations(@ids, @createdAts, @id)", new { ids, createdAts, id }, cancellationToken: cancellationToken)),
        };
    }

    private static Task<Removed> RemoveReactionsAsync(NpgsqlConnection connection, Guid[] ids, DateTime[] createdAts, int most, CancellationToken cancellationToken) =>
        connection.QuerySingleAsync<Removed>(new CommandDefinition(RemoveReactionsText, new { ids, createdAts, most }, cancellationToken: cancellationToken));

    private sealed class Whose
    {
        public byte[] UserKey { get; init; } = [];

        public string? App { get; init; }

        public bool Settled { get; init; }
    }

    private sealed class Removal
    {
        public long Id { get; init; }

        public Guid? ErasureId { get; init; }

        public Guid[] GenerationIds { get; init; } = [];

        public DateTime[] CreatedAts { get; init; } = [];
    }

    private sealed record Removed
    {
        public int Feedback { get; init; }

        public int Votes { get; init; }

        public int Events { get; init; }

        public int Held { get; init; }

        public int Generations { get; init; }

        public int Rows => Feedback + Votes + Events + Held + Generations;

        public Removed With(Removed other) => new()
        {
            Feedback = Feedback + other.Feedback,
            Votes = Votes + other.Votes,
            Events = Events + other.Events,
            Held = Held + other.Held,
            Generations = Generations + other.Generations,
        };

        public object For(Guid id) => new { id, Feedback, Votes, Events, Held, Generations };
    }
}
