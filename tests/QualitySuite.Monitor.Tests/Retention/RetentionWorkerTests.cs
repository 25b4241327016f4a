using System.Diagnostics.Metrics;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using QualitySuite.Monitor.Removals;
using QualitySuite.Monitor.Retention;
using QualitySuite.Monitor.SetMetrics;
using QualitySuite.Monitor.Tests.SetMetrics;
using QualitySuite.ServiceDefaults.Tests.Support;

namespace QualitySuite.Monitor.Tests.Retention;

/// <summary>What goes and what stays when its time is over, on a real Postgres.</summary>
public sealed class RetentionWorkerTests(PostgresServer postgres) : IDisposable
{
    private const int StepRows = 10;

    private const string RecordText = """
        with recorded as (
            insert into feedback.generations (id, created_at, app, prompt, model_name, model_version, outcome, image_hash)
            select md5(@app || @at || i)::uuid, @at, @app, 'p', 'm', '1', 'succeeded', sha256((@content || i)::bytea) from generate_series(1, @count) i
            returning id, created_at, app
        ), keyed as (
            insert into feedback.generation_keys (id, created_at, app) select id, created_at, app from recorded
        ), voted as (
            insert into feedback.votes (generation_id, generation_created_at, user_key, kind, value, voted_at)
            select id, created_at, 'u', 'thumb', 1, created_at from recorded
        ), seen as (
            insert into feedback.events (id, generation_id, generation_created_at, user_key, type, at)
            select gen_random_uuid(), id, created_at, 'u', 'view', created_at from recorded
        )
        insert into feedback.feedback (id, generation_id, generation_created_at, user_key, kind, value)
        select gen_random_uuid(), id, created_at, 'u', 'thumb', 1 from recorded
        """;

    private static readonly DateTimeOffset Today = new(2026, 6, 15, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Today.AddHours(12));
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task Rows_go_in_small_steps_with_what_was_said_of_them_and_those_of_other_apps_and_times_stay()
    {
        await using var database = await SetDatabase.CreateAsync(postgres);
        foreach (var (app, daysAgo) in new[] { ("short", 31), ("short", 29), ("long", 31), ("long", 91) })
        {
            await RecordAsync(database, app, daysAgo, count: 25, content: $"{app}{daysAgo}");
        }

        var options = Options(rows: 30);
        options.Apps["long"] = new RetentionPeriods { RawRows = TimeSpan.FromDays(90) };
        var sums = await PassAsync(database, options);

        Assert.Equal((50, 150, 0, 0), (sums.Generations, sums.Reactions, sums.Images, sums.Windows));
        Assert.Equal(
            [("long", 31, 25L), ("short", 29, 25L)],
            await QueryAsync<(string, int, long)>(database, """
                select app, (date '2026-06-15' - (created_at at time zone 'UTC')::date), count(*) from feedback.generations group by 1, 2 order by 1, 2
                """));
        foreach (var table in (string[])["feedback.generation_keys", "feedback.votes", "feedback.events", "feedback.feedback"])
        {
            Assert.Equal([50L], await QueryAsync<long>(database, $"select count(*) from {table}"));
        }

        // Each step left what it removed for the other owners, and the images for the store.
        Assert.All(await QueryAsync<int>(database, "select cardinality(generation_ids) from feedback.removals"), n => Assert.InRange(n, 1, StepRows));
        Assert.Equal([50L], await QueryAsync<long>(database, "select sum(cardinality(generation_ids))::bigint from feedback.removals where erasure_id is null"));
        Assert.Equal([50L], await QueryAsync<long>(database, "select count(*) from feedback.released_images"));
        Assert.True((await PassAsync(database, options)).IsEmpty);
    }

    [Fact]
    public async Task An_image_goes_and_its_record_stays()
    {
        await using var database = await SetDatabase.CreateAsync(postgres);
        await RecordAsync(database, "images", 8, count: 12, content: "same");
        await RecordAsync(database, "images", 9, count: 12, content: "same");
        await RecordAsync(database, "images", 6, count: 3, content: "young");

        var sums = await PassAsync(database, Options(images: 7, rows: 30));

        Assert.Equal((0, 0, 24, 0), (sums.Generations, sums.Reactions, sums.Images, sums.Windows));
        Assert.Equal([(24L, 3L)], await QueryAsync<(long, long)>(
            database, "select count(image_expired_at), count(*) filter (where image_expired_at is null) from feedback.generations where image_hash is not null"));
        Assert.Equal([12L], await QueryAsync<long>(database, "select count(*) from feedback.released_images"));
        Assert.True((await PassAsync(database, Options(images: 7, rows: 30))).IsEmpty);
    }

    [Fact]
    public async Task What_was_computed_of_rows_that_went_stays_until_its_own_time_is_over()
    {
        await using var database = await SetDatabase.CreateAsync(postgres);
        foreach (var daysAgo in (int[])[61, 31, 27, 5])
        {
            await database.EmbedAsync("e", 2, Today.AddDays(-daysAgo), 1_000 * daysAgo, 30, _time.GetUtcNow());
        }

        var windows = new SetWindowStore(database.Source);
        await CountAllAsync();
        await PassAsync(database, Options(rows: 30, rollups: 60));
        await RemoveScoresAsync(database, windows);

        // The embeddings of two days are gone, and counting anew sees it; only the day whose embeddings, and those before it, are there is open.
        Assert.Equal([60L], await QueryAsync<long>(database, "select count(*) from scoring.embeddings"));
        await CountAllAsync();
        Assert.Equal(
            [(31, 30L, true), (27, 30L, true), (5, 30L, false)],
            await QueryAsync<(int, long, bool)>(database, """
                select (date '2026-06-15' - (starts_at at time zone 'UTC')::date), images, final from monitoring.set_windows
                where app = 'painting' and model_version = '' order by starts_at
                """));
        Assert.False(await windows.HasChangedAsync(Today.AddDays(-31), Cancellation));
        Assert.False(await windows.HasChangedAsync(Today.AddDays(-5), Cancellation));

        async Task CountAllAsync()
        {
            foreach (var daysAgo in (int[])[61, 31, 27, 5])
            {
                await windows.CountAsync(Today.AddDays(-daysAgo), Cancellation);
            }
        }
    }

    [Fact]
    public async Task Only_one_process_is_at_it()
    {
        await using var database = await SetDatabase.CreateAsync(postgres);
        var store = new RetentionStore(database.Source);
        await using (await store.TryLeadAsync(Cancellation))
        {
            Assert.Null(await Worker(database, Options(rows: 30)).PassAsync(Cancellation));
        }

        Assert.NotNull(await Worker(database, Options(rows: 30)).PassAsync(Cancellation));
    }

    private static async Task RemoveScoresAsync(SetDatabase database, SetWindowStore windows)
    {
        using var worker = new RemovalWorker(new RemovalStore(database.Source), windows, TimeProvider.System, NullLogger<RemovalWorker>.Instance);
        while (await worker.PassAsync(Cancellation) > 0)
        {
        }

        Assert.Equal([true], await QueryAsync<bool>(database, "select bool_and(finished_at is not null) from scoring.removal_receipts"));
        Assert.Equal([0L], await QueryAsync<long>(database, "select sum(days + windows)::bigint from monitoring.removal_receipts"));
    }

    private static RetentionOptions Options(int? images = null, int? rows = null, int? rollups = null) => new()
    {
        Images = images is { } i ? TimeSpan.FromDays(i) : null,
        RawRows = rows is { } r ? TimeSpan.FromDays(r) : null,
        Rollups = rollups is { } o ? TimeSpan.FromDays(o) : null,
        StepRows = StepRows,
        Pause = TimeSpan.Zero,
    };

    private async Task<RetentionSums> PassAsync(SetDatabase database, RetentionOptions options) => (await Worker(database, options).PassAsync(Cancellation))!;

    private RetentionWorker Worker(SetDatabase database, RetentionOptions options) => new(
        new RetentionStore(database.Source), new RetentionTelemetry(_services.GetRequiredService<IMeterFactory>()), Microsoft.Extensions.Options.Options.Create(options),
        _time, NullLogger<RetentionWorker>.Instance);

    private static async Task RecordAsync(SetDatabase database, string app, int daysAgo, int count, string content)
    {
        await database.ExecuteAsync("select public.ensure_partitions(@Today)", new { Today });
        await database.ExecuteAsync(RecordText, new { app, at = Today.AddDays(-daysAgo).AddHours(9), count, content });
    }

    private static async Task<List<T>> QueryAsync<T>(SetDatabase database, string sql)
    {
        await using var connection = await database.Source.OpenConnectionAsync(Cancellation);
        return (await connection.QueryAsync<T>(sql)).AsList();
    }
}
