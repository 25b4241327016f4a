using System.Globalization;
using Npgsql;
using QualitySuite.LocalHosting.Servers;

namespace QualitySuite.LocalHosting.Tests.Servers;

public sealed class KeptDataTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private string Cluster => Path.Combine(_folder.Path, "data", "postgres");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Data_is_there_in_the_next_run_even_under_a_new_password_and_after_a_crash()
    {
        await using (var first = await Describe("first").StartHealthyAsync())
        {
            await ExecuteAsync(first, "CREATE TABLE kept AS SELECT 42 AS answer");
        }

        // What a server leaves that had no time to clean up; no process has the highest id that Linux allows.
        await File.WriteAllTextAsync(Path.Combine(Cluster, "postmaster.pid"), "4194304\n/\n1\n1\n\n\n1 1\n", LocalApp.Patience);

        await using var second = await Describe("second").StartHealthyAsync();
        Assert.Equal(42, await ExecuteAsync(second, "SELECT answer FROM kept"));
        Assert.Contains("Password=second", await second.PostgresAsync("things"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_of_another_major_version_is_an_error_that_says_what_to_do()
    {
        Directory.CreateDirectory(Cluster);
        await File.WriteAllTextAsync(Path.Combine(Cluster, "PG_VERSION"), "9\n", LocalApp.Patience);

        await using var app = await Describe("any").StartAsync();
        var error = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => app.ResourceNotifications.WaitForResourceHealthyAsync("things", LocalApp.Patience));

        Assert.Contains($"The data in {Cluster} was made by Postgres 9", error.Message, StringComparison.Ordinal);
        Assert.Contains("pg_upgrade", error.Message, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Cluster));
    }

    [Theory]
    [InlineData("PG_VERSION")]
    [InlineData("global/pg_control")]
    public async Task Half_of_a_cluster_is_an_error_and_nothing_of_it_is_deleted(string missing)
    {
        var version = ServerBinaries.FindPostgres().Major.ToString(CultureInfo.InvariantCulture);
        string[] all = ["PG_VERSION", "global/pg_control", "base/1/112"];
        var files = all.Where(file => file != missing).Select(file => Path.Combine(Cluster, file)).ToList();
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, version, LocalApp.Patience);
        }

        await using var app = await Describe("any").StartAsync();
        var error = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => app.ResourceNotifications.WaitForResourceHealthyAsync("things", LocalApp.Patience));

        Assert.Contains($"The data in {Cluster} is not whole", error.Message, StringComparison.Ordinal);
        Assert.All(files, file => Assert.True(File.Exists(file)));
    }

    [Fact]
    public async Task A_second_AppHost_on_the_same_folder_is_refused()
    {
        await using var first = await LocalApp.In(_folder.Path).StartAsync();

        var error = await Assert.ThrowsAsync<DistributedApplicationException>(() => LocalApp.In(_folder.Path).StartAsync());

        Assert.Contains($"already runs on the data in {_folder.Path}", error.Message, StringComparison.Ordinal);
    }

    private static async Task<object?> ExecuteAsync(DistributedApplication app, string sql)
    {
        await using var connection = new NpgsqlConnection(await app.PostgresAsync("things"));
        await connection.OpenAsync(LocalApp.Patience);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(LocalApp.Patience);
    }

    private DistributedApplicationBuilder Describe(string password)
    {
        var builder = LocalApp.In(_folder.Path, $"--Parameters:password={password}");
        builder.AddPostgres("postgres", password: builder.AddParameter("password", secret: true)).WithDataVolume().AddDatabase("things");
        return builder;
    }
}
