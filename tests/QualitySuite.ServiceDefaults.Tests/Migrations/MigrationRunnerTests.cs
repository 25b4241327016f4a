using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using QualitySuite.Migrations;
using QualitySuite.ServiceDefaults.Tests.Support;

namespace QualitySuite.ServiceDefaults.Tests.Migrations;

[Collection(PostgresTests.Name)]
public sealed class MigrationRunnerTests(PostgresServer postgres)
{
    private static readonly SqlScripts Sample = SqlScripts.From(
    [
        ("0002_fill.sql", """
            -- Two statements and a function whose body has semicolons; together slow enough for two runs to meet.
            CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.3); RETURN 2 * n; END; $$;
            INSERT INTO things SELECT twice(21);
            """),
        ("0001_create.sql", "CREATE TABLE things (n integer NOT NULL);"),
    ]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_suites_own_scripts_apply_to_an_empty_database_and_a_second_run_changes_nothing()
    {
        await using var database = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
        Assert.True(await RunAsync(database, SqlScripts.Embedded()));
        var journal = await JournalAsync(database);
        Assert.Equal(SqlScripts.Embedded().InOrder.Select(script => script.Name), journal);
        Assert.Contains("0001_schemas_and_partitions.sql", journal);
        Assert.True(await RunAsync(database, SqlScripts.Embedded()));
        Assert.Equal(journal, await JournalAsync(database));
    }

    [Fact]
    public async Task Every_run_makes_the_partitions_that_time_has_brought_near()
    {
        await using var database = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
        Assert.True(await RunAsync(database, SqlScripts.Embedded()));
        const string count = "SELECT count(*) FROM pg_inherits WHERE inhparent = 'feedback.generations'::regclass";
        var before = await ScalarAsync<long>(database, count);
        var newest = await ScalarAsync<string>(database, """
            SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'feedback.generations'::regclass ORDER BY 1 DESC LIMIT 1
            """);
        await ScalarAsync<object>(database, $"DROP TABLE {newest}");
        Assert.True(await RunAsync(database, SqlScripts.Embedded()));
        Assert.Equal(before, await ScalarAsync<long>(database, count));
    }

    [Fact]
    public async Task Two_runs_at_once_apply_each_script_once_and_both_succeed()
    {
        await using var database = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
        var runs = await Task.WhenAll(RunAsync(database, Sample), RunAsync(database, Sample), RunAsync(database, Sample));
        Assert.All(runs, Assert.True);
        Assert.Equal(["0001_create.sql", "0002_fill.sql"], await JournalAsync(database));
        Assert.Equal(42, await ScalarAsync<int>(database, "SELECT n FROM things"));
        Assert.Equal(1L, await ScalarAsync<long>(database, "SELECT count(*) FROM things"));
    }

    [Fact]
    public async Task A_script_that_fails_leaves_nothing_of_itself_and_stops_the_run()
    {
        await using var database = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
        var scripts = SqlScripts.From(
        [
            ("0001_create.sql", "CREATE TABLE things (n integer NOT NULL);"),
            ("0002_break.sql", "INSERT INTO things VALUES (1); SELECT 1 / 0;"),
            ("0003_never.sql", "INSERT INTO things VALUES (2);"),
        ]);
        Assert.False(await RunAsync(database, scripts));
        Assert.Equal(["0001_create.sql"], await JournalAsync(database));
        Assert.Equal(0L, await ScalarAsync<long>(database, "SELECT count(*) FROM things"));
    }

    [Fact]
    public async Task A_run_waits_for_the_server_and_goes_on_when_it_is_there()
    {
        await using var database = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
        await postgres.StopAsync();
        var run = RunAsync(database, Sample);
        await Task.Delay(300, Cancellation);
        Assert.False(run.IsCompleted);
        await postgres.StartAsync();
        Assert.True(await run);
    }

    [Fact]
    public async Task A_run_without_a_server_gives_up()
    {
        await using var database = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={ServerPrograms.FreePort()};Username=nobody");
        Assert.False(await RunAsync(database, Sample, serverPatience: TimeSpan.FromMilliseconds(200)));
    }

    [Theory]
    [InlineData("create.sql")]
    [InlineData("1_create.sql")]
    [InlineData("0001-Create.sql")]
    public void A_script_without_a_number_is_refused(string name) =>
        Assert.Contains(name, Assert.Throws<InvalidOperationException>(() => SqlScripts.From([(name, "")])).Message, StringComparison.Ordinal);

    [Fact]
    public void Two_scripts_with_one_number_are_refused() =>
        Assert.Throws<InvalidOperationException>(() => SqlScripts.From([("0001_a.sql", ""), ("0001_b.sql", "")]));

    private static Task<bool> RunAsync(NpgsqlDataSource database, SqlScripts scripts, TimeSpan? serverPatience = null)
    {
        var options = new MigrationOptions { RetryPause = TimeSpan.FromMilliseconds(50), ServerPatience = serverPatience ?? TimeSpan.FromSeconds(30) };
        return new MigrationRunner(new(() => database), scripts, Options.Create(options), TimeProvider.System, NullLogger<MigrationRunner>.Instance).RunAsync(Cancellation);
    }

    private static async Task<string[]> JournalAsync(NpgsqlDataSource database) =>
        await ScalarAsync<string[]>(database, "SELECT array_agg(scriptname ORDER BY scriptname) FROM public.schema_versions");

    private static async Task<T> ScalarAsync<T>(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(Cancellation))!;
    }
}
