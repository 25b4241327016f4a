using Dapper;
using Npgsql;

namespace QualitySuite.Monitor.SetMetrics;

/// <summary>Which windows there are, which images each has, and which of them are to be computed.</summary>
internal sealed class SetWindowStore(NpgsqlDataSource database)
{
    private const string TouchedDaysText = """
        select distinct date_bin('24 hours', generation_created_at, timestamptz '2000-01-01 00:00:00+00')
        from scoring.embedding_facts
        where created_at >= @since
        order by 1 desc
        """;

    // From one day to the next through the primary key: not one row is read for each image.
    private const string DaysText = """
        with recursive there (day) as (
            (select date_bin('24 hours', generation_created_at, timestamptz '2000-01-01 00:00:00+00')
             from scoring.embedding_facts
             where generation_created_at >= @Since
             order by generation_created_at
             limit 1)
            union all
            select next.day
            from there cross join lateral (
                select date_bin('24 hours', e.generation_created_at, timestamptz '2000-01-01 00:00:00+00') as day
                from scoring.embedding_facts e
                where e.generation_created_at >= there.day + interval '24 hours'
                order by e.generation_created_at
                limit 1) next
        )
        select day from there
        union
        select starts_at from monitoring.set_windows where app = '' and model_version = '' and starts_at >= @Kept
        order by 1 desc
        """;

    private const string HasChangedText = """
        with there as (
            select encoder, count(*) as images, bit_xor(uuid_hash_extended(generation_id, 0)) as checksum
            from scoring.embedding_facts
            where generation_created_at >= @day and generation_created_at < @end
            group by encoder
        ), known as (
            select encoder, images, checksum from monitoring.set_windows where app = '' and model_version = '' and starts_at = @day
        )
        select exists (
                select from there full join known using (encoder)
                where (there.images, there.checksum) is distinct from (known.images, known.checksum))
            and not exists (
                select from monitoring.set_windows where app = '' and model_version = '' and starts_at = @day and final)
        """;

    private const string CountText = """
        select e.encoder as Encoder, coalesce(g.app, '') as App, coalesce(g.model_version, '') as ModelVersion, count(*) as Images,
               bit_xor(uuid_hash_extended(e.generation_id, 0)) as Checksum
        from scoring.embedding_facts e
        left join feedback.generation_facts g on g.created_at = e.generation_created_at and g.id = e.generation_id
        where e.generation_created_at >= @day and e.generation_created_at < @end
        group by e.encoder, cube (g.app, g.model_version)
        having (grouping(g.app) = 1 or g.app is not null) and (grouping(g.model_version) = 1 or g.model_version is not null)
        """;

    // A day that changed is also what the seven days after it are compared with.
    private const string RecordText = """
        with counted as (
            select * from unnest(@Encoders, @Apps, @ModelVersions, @Images, @Checksums) as c (encoder, app, model_version, images, checksum)
        ), gone as (
            delete from monitoring.set_windows w
            where w.starts_at = @Day and not w.final and not exists (
                select from counted c where c.encoder = w.encoder and c.app = w.app and c.model_version = w.model_version)
            returning w.encoder, w.app
        ), changed as (
            insert into monitoring.set_windows as w (starts_at, encoder, app, model_version, images, checksum)
            select @Day, encoder, app, model_version, images, checksum from counted
            on conflict (starts_at, encoder, app, model_version) do update
            set images = excluded.images, checksum = excluded.checksum, changes = w.changes + 1, stale_since = coalesce(w.stale_since, now())
            where not w.final and (w.images, w.checksum) <> (excluded.images, excluded.checksum)
            returning w.encoder, w.app
        ), compared as (
            update monitoring.set_windows w
            set changes = w.changes + 1, stale_since = coalesce(w.stale_since, now())
            from (select encoder, app from gone union select encoder, app from changed) c
            where w.encoder = c.encoder and w.app = c.app and w.starts_at > @Day and w.starts_at <= @LastCompared and not w.final
            returning 1
        )
        select (select count(*) from gone) + (select count(*) from changed) + (select count(*) from compared)
        """;

    private const string OutdatedText = """
        update monitoring.set_windows
        set changes = changes + 1, stale_since = now()
        where stale_since is null and not final and not starts_with(coalesce(sample, ''), @how)
        """;

    private const string StaleText = """
        select id as Id, starts_at as StartsAt, encoder as Encoder, app as App, model_version as ModelVersion,
               sample as Sample, changes as Changes
        from monitoring.set_windows
        where stale_since is not null
        order by stale_since, starts_at desc, encoder, app, model_version
        limit @most
        """;

    private const string LagText = "select coalesce(extract(epoch from now() - min(stale_since)), 0)::double precision from monitoring.set_windows where stale_since is not null";

    // A change since the computation began leaves the window waiting. One that is gone is not written.
    private const string WriteText = """
        with written as (
            update monitoring.set_windows
            set computed_at = now(), sample = @Sample, stale_since = case when changes = @Changes then null else now() end
            where id = @Id
            returning id
        )
        insert into monitoring.set_metrics (
            window_id, metric, value, no_change_low, no_change_high, images, reference_images, needed_images, missing)
        select w.id, m.* from written w, unnest(
            @Metrics, @Values, @Lows, @Highs, @Images, @ReferenceImages, @NeededImages, @Missing) m
        on conflict (window_id, metric) do update
        set value = excluded.value, no_change_low = excluded.no_change_low, no_change_high = excluded.no_change_high, images = excluded.images,
            reference_images = excluded.reference_images, needed_images = excluded.needed_images, missing = excluded.missing
        """;

    /// <summary>Days of which embeddings were written from <paramref name="since"/> on, the newest first: found by their time of writing, at next to no
    /// cost.</summary>
    public Task<List<DateTimeOffset>> TouchedDaysAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        DaysAsync(TouchedDaysText, new { since }, cancellationToken);

    /// <summary>Days that have embeddings from <paramref name="since"/> on, and those that have windows from <paramref name="kept"/> on and may have
    /// lost their embeddings, the newest first: at the cost of a look for each day.</summary>
    public Task<List<DateTimeOffset>> DaysAsync(DateTimeOffset since, DateTimeOffset kept, CancellationToken cancellationToken) =>
        DaysAsync(DaysText, new { Since = since, Kept = kept }, cancellationToken);

    /// <summary>Whether a day has other embeddings than were counted: sees what was deleted too, and reads the ids of all of the day. Not of a final
    /// day, whose embeddings go by retention.</summary>
    public async Task<bool> HasChangedAsync(DateTimeOffset day, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<bool>(
            new CommandDefinition(HasChangedText, new { day, end = day + SetWindow.Length }, cancellationToken: cancellationToken));
    }

    /// <summary>Counts the embeddings of a day, and marks its windows, and those that are compared with it, where they are others than they were.
    /// Final ones keep the count that they have.</summary>
    /// <returns>How many were marked, or are gone.</returns>
    public async Task<long> CountAsync(DateTimeOffset day, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var counts = (await connection.QueryAsync<Count>(
            new CommandDefinition(CountText, new { day, end = day + SetWindow.Length }, cancellationToken: cancellationToken))).AsList();
        var parameters = new
        {
            Day = day,
            LastCompared = day + SetWindow.ReferenceLength,
            Encoders = counts.Select(c => c.Encoder).ToArray(),
            Apps = counts.Select(c => c.App).ToArray(),
            ModelVersions = counts.Select(c => c.ModelVersion).ToArray(),
            Images = counts.Select(c => c.Images).ToArray(),
            Checksums = counts.Select(c => c.Checksum).ToArray(),
        };
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition(RecordText, parameters, cancellationToken: cancellationToken));
    }

    /// <summary>Marks every window whose values were computed in another way: their sample does not begin with <paramref name="how"/>.</summary>
    public async Task MarkOutdatedAsync(string how, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(OutdatedText, new { how }, cancellationToken: cancellationToken));
    }

    /// <summary>Windows whose values are not up to date, those first that have waited longest; of one day, those together that may be the same set.</summary>
    public async Task<List<SetWindow>> StaleAsync(int most, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<SetWindow>(new CommandDefinition(StaleText, new { most }, cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>Since how many seconds the window that has waited longest waits; 0: none does.</summary>
    public async Task<double> LagSecondsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<double>(new CommandDefinition(LagText, cancellationToken: cancellationToken));
    }

    /// <summary>Writes what was computed of a window; no values: those that it has still hold.</summary>
    public async Task WriteAsync(SetWindow window, string sample, IReadOnlyList<SetValue> values, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            window.Id,
            window.Changes,
            Sample = sample,
            Metrics = values.Select(v => v.Metric).ToArray(),
            Values = values.Select(v => v.Value).ToArray(),
            Lows = values.Select(v => v.NoChange?.Low).ToArray(),
            Highs = values.Select(v => v.NoChange?.High).ToArray(),
            Images = values.Select(v => v.Images).ToArray(),
            ReferenceImages = values.Select(v => v.ReferenceImages).ToArray(),
            NeededImages = values.Select(v => v.NeededImages).ToArray(),
            Missing = values.Select(v => v.Missing).ToArray(),
        };
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(WriteText, parameters, cancellationToken: cancellationToken));
    }

    private async Task<List<DateTimeOffset>> DaysAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<DateTimeOffset>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))).AsList();
    }

    private sealed record Count(string Encoder, string App, string ModelVersion, long Images, long Checksum);
}
