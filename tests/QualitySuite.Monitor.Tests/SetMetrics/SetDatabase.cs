using Dapper;
using Npgsql;
using QualitySuite.ServiceDefaults;
using QualitySuite.ServiceDefaults.Tests.Support;
using QualitySuite.Statistics;

namespace QualitySuite.Monitor.Tests.SetMetrics;

/// <summary>A database of one test, with the tables as they are shipped, to which embeddings are written as a scoring worker would.</summary>
internal sealed class SetDatabase : IAsyncDisposable
{
    private const string PartitionsText = """
        select public.ensure_month_partitions('feedback', 'generations', '2025-01-01', '2026-12-31'),
               public.ensure_month_partitions('scoring', 'embeddings', '2025-01-01', '2026-12-31')
        """;

    private const string EncoderText = """
        insert into scoring.encoders (identity, description, dimension) values (@encoder, 'written by a test', @dimension)
        on conflict (identity) do nothing
        """;

    private const string EmbedText = """
        with chosen as (select id from scoring.encoders where identity = @encoder),
        described as (
            insert into feedback.generations (id, created_at, app, prompt, model_name, model_version, outcome)
            select v.id, @at, 'painting', 'circles', 'painter', '1', 'succeeded' from unnest(@ids) as v (id)
            on conflict do nothing
        )
        insert into scoring.embeddings (generation_id, generation_created_at, encoder_id, half_values, created_at)
        select v.id, @at, chosen.id, v.half_values, @written from chosen, unnest(@ids, @halves) as v (id, half_values)
        """;

    private SetDatabase(string connectionString) => Source = NpgsqlDataSource.Create(connectionString);

    public NpgsqlDataSource Source { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="postgres">Where it is made.</param>
    /// <param name="commandTimeoutSeconds">After how long a command fails.</param>
    public static async Task<SetDatabase> CreateAsync(PostgresServer postgres, int commandTimeoutSeconds = 30)
    {
        UtcTimes.Register();
        var database = new SetDatabase($"{await postgres.CreateDatabaseAsync()};Command Timeout={commandTimeoutSeconds}");
        foreach (var script in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Sql"), "*.sql").Order(StringComparer.Ordinal))
        {
            await using var apply = database.Source.CreateCommand(await File.ReadAllTextAsync(script, Cancellation));
            apply.CommandTimeout = 30;
            await apply.ExecuteNonQueryAsync(Cancellation);
        }

        await database.ExecuteAsync(PartitionsText);
        return database;
    }

    /// <summary>Images of one day with the ids from <paramref name="first"/> on; returns their embeddings as they are stored.</summary>
    public async Task<EmbeddingMatrix> EmbedAsync(string encoder, int dimension, DateTimeOffset day, int first, int count, DateTimeOffset written)
    {
        var random = new Random((first * 31) + dimension);
        var rows = Enumerable.Range(0, count).Select(_ => Direction(random, dimension)).ToArray();
        var ids = Enumerable.Range(first, count).Select(Id).ToArray();
        await ExecuteAsync(EncoderText, new { encoder, dimension });
        await ExecuteAsync(EmbedText, new
        {
            encoder,
            at = day.AddHours(9),
            written,
            ids,
            halves = rows.Select(row => row.SelectMany(BitConverter.GetBytes).ToArray()).ToArray(),
        });
        return new EmbeddingMatrix([.. rows.SelectMany(row => row.Select(value => (float)value))], count, dimension);
    }

    public Task EraseAsync(int first, int count) =>
        ExecuteAsync("delete from scoring.embeddings where generation_id = any(@ids)", new { ids = Enumerable.Range(first, count).Select(Id).ToArray() });

    /// <summary>What stands of a day of all apps and versions.</summary>
    public async Task<Stored?> FindAsync(string metric, DateTimeOffset day, string encoder)
    {
        await using var connection = await Source.OpenConnectionAsync(Cancellation);
        return await connection.QuerySingleOrDefaultAsync<Stored>(
            """
            select value as Value, window_images as WindowImages, images as Images, reference_images as ReferenceImages
            from monitoring.set_metric_facts
            where metric = @metric and starts_at = @day and encoder = @encoder and app = '' and model_version = ''
            """,
            new { metric, day, encoder });
    }

    public async Task ExecuteAsync(string sql, object? parameters = null)
    {
        await using var connection = await Source.OpenConnectionAsync(Cancellation);
        await connection.ExecuteAsync(sql, parameters);
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    private static Guid Id(int number) => new(number, 0, 0x7000, [0x80, 0, 0, 0, 0, 0, 0, 0]);

    private static Half[] Direction(Random random, int dimension)
    {
        var row = Enumerable.Range(0, dimension).Select(_ => random.NextDouble() - 0.3).ToArray();
        var length = Math.Sqrt(row.Sum(value => value * value));
        return [.. row.Select(value => (Half)(value / length))];
    }

    /// <summary>A metric of a window.</summary>
    internal sealed record Stored(double? Value, long WindowImages, int Images, int ReferenceImages);
}
