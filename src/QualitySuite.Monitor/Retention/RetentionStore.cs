using Dapper;
using Npgsql;
using QualitySuite.Monitor.SetMetrics;

namespace QualitySuite.Monitor.Retention;

/// <summary>The steps of retention: those that the Feedback API's migration declares for its rows, and those over Monitor's own.</summary>
internal sealed class RetentionStore(NpgsqlDataSource database)
{
    // Steps from app to app along the index, so that it reads as many rows as there are apps, not generations.
    private const string AppsText = """
        with recursive apps (app) as (
            (select app from feedback.generation_facts order by app limit 1)
            union all
            select (select g.app from feedback.generation_facts g where g.app > a.app order by g.app limit 1)
            from apps a
            where a.app is not null
        )
        select app from apps where app is not null
        """;

    private const string GenerationsText = """
        select removed_generations as Generations, removed_feedback as Feedback, removed_votes as Votes, removed_events as Events
        from feedback.expire_generations(@app, @before, @most)
        """;

    // A day is compared with those before it: without them its values could not be computed again either.
    private const string FinalText = """
        update monitoring.set_windows set final = true, stale_since = null
        where not final and app in (@app, '') and starts_at < @end
        """;

    private const string WindowsText = """
        delete from monitoring.set_windows where id in (
            select id from monitoring.set_windows where app = @app and starts_at < @before order by starts_at limit @most)
        """;

    private const string WindowAppsText = "select distinct app from monitoring.set_windows";

    /// <summary>Lets one process apply retention at a time: the lock is held until the result is disposed. Null: another one holds it.</summary>
    public async Task<IAsyncDisposable?> TryLeadAsync(CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            var leads = await connection.ExecuteScalarAsync<bool>(
                new CommandDefinition("select pg_try_advisory_lock(hashtext('monitoring.retention'))", cancellationToken: cancellationToken));
            if (leads)
            {
                return new Leadership(connection);
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    /// <summary>Apps that have generations.</summary>
    public Task<List<string>> AppsAsync(CancellationToken cancellationToken) => NamesAsync(AppsText, cancellationToken);

    /// <summary>Apps that have windows; empty: all apps together.</summary>
    public Task<List<string>> WindowAppsAsync(CancellationToken cancellationToken) => NamesAsync(WindowAppsText, cancellationToken);

    /// <summary>Lets go of images from before a time; returns of how many.</summary>
    public async Task<int> ExpireImagesAsync(string app, DateTimeOffset before, int most, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<int>(
            new CommandDefinition("select feedback.expire_images(@app, @before, @most)", new { app, before, most }, cancellationToken: cancellationToken));
    }

    /// <summary>Removes generations from before a time, with what was said of and done with them.</summary>
    public async Task<ExpiredRows> ExpireGenerationsAsync(string app, DateTimeOffset before, int most, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleAsync<ExpiredRows>(
            new CommandDefinition(GenerationsText, new { app, before, most }, cancellationToken: cancellationToken));
    }

    /// <summary>Keeps the windows as they are that embeddings from before a time are in, or that are compared with those.</summary>
    public async Task MakeFinalAsync(string app, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(FinalText, new { app, end = before + SetWindow.ReferenceLength }, cancellationToken: cancellationToken));
    }

    /// <summary>Removes windows that began before a time; returns how many.</summary>
    public async Task<int> RemoveWindowsAsync(string app, DateTimeOffset before, int most, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(WindowsText, new { app, before, most }, cancellationToken: cancellationToken));
    }

    private async Task<List<string>> NamesAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<string>(new CommandDefinition(sql, cancellationToken: cancellationToken))).AsList();
    }

    private sealed class Leadership(NpgsqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await connection.ExecuteAsync("select pg_advisory_unlock(hashtext('monitoring.retention'))");
            await connection.DisposeAsync();
        }
    }
}

/// <summary>What one step removed.</summary>
internal sealed record ExpiredRows
{
    public int Generations { get; init; }

    public int Feedback { get; init; }

    public int Votes { get; init; }

    public int Events { get; init; }

    public int Rows => Generations + Feedback + Votes + Events;
}
