using System.Net;
using Aspire.Hosting.Testing;
using Npgsql;
using StackExchange.Redis;

namespace QualitySuite.LocalHosting.Tests.Servers;

public sealed class ServersTests
{
    [Fact]
    public async Task Both_servers_take_connections_with_their_connection_strings_and_leave_nothing_behind()
    {
        var builder = Describe();
        var folder = builder.RunSettings.RunFolder;
        await using (var app = await builder.StartHealthyAsync())
        {
            await using var connection = new NpgsqlConnection(await app.PostgresAsync("things"));
            await connection.OpenAsync(LocalApp.Patience);
            Assert.Equal("things", connection.Database);
            await using var redis = await ConnectionMultiplexer.ConnectAsync((await app.GetConnectionStringAsync("redis", LocalApp.Patience))!);
            Assert.True(await redis.GetDatabase().StringSetAsync("key", "value"));
            Assert.True(LocalApp.ProcessesIn(folder).Count >= 2);
        }

        Assert.Empty(LocalApp.ProcessesIn(folder));
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Both_servers_refuse_another_password()
    {
        await using var app = await Describe().StartHealthyAsync();

        await using var connection = new NpgsqlConnection($"{await app.PostgresAsync("things")};Password=guess");
        var refused = await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync(LocalApp.Patience));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);

        var address = (await app.GetConnectionStringAsync("redis", LocalApp.Patience))!.Split(',')[0];
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"{address},password=guess,abortConnect=false,connectTimeout=500");
        Assert.False(redis.IsConnected);
    }

    [Fact]
    public async Task A_killed_Postgres_starts_again_with_all_that_was_committed()
    {
        await using var app = await Describe().StartHealthyAsync();
        var connectionString = await app.PostgresAsync("things");
        await ExecuteAsync(connectionString, "CREATE TABLE kept (id int); INSERT INTO kept SELECT generate_series(1, 1000)");

        await app.ExecuteAsync("postgres", "resource-kill");
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ExecuteAsync(connectionString, "SELECT 1"));
        await app.ExecuteAsync("postgres", "resource-start");
        await app.ResourceNotifications.WaitForResourceHealthyAsync("things", LocalApp.Patience);

        Assert.Equal(1000L, await ExecuteAsync(connectionString, "SELECT count(*) FROM kept"));
    }

    [Fact]
    public async Task A_Redis_whose_data_was_deleted_starts_empty()
    {
        await using var app = await Describe().StartHealthyAsync();
        var options = ConfigurationOptions.Parse((await app.GetConnectionStringAsync("redis", LocalApp.Patience))!);
        options.AllowAdmin = true;
        string folder;
        await using (var redis = await ConnectionMultiplexer.ConnectAsync(options))
        {
            await redis.GetDatabase().StringSetAsync("key", "value");
            folder = (await redis.GetServer(IPAddress.Loopback, ((IPEndPoint)options.EndPoints[0]).Port).ConfigGetAsync("dir"))[0].Value;
        }

        await app.ExecuteAsync("redis", "resource-restart");
        await app.ResourceNotifications.WaitForResourceHealthyAsync("redis", LocalApp.Patience);
        Assert.Equal("value", await ReadAsync(options));

        await app.ExecuteAsync("redis", "resource-kill");
        Directory.Delete(folder, recursive: true);
        await app.ExecuteAsync("redis", "resource-start");
        await app.ResourceNotifications.WaitForResourceHealthyAsync("redis", LocalApp.Patience);
        Assert.Null(await ReadAsync(options));
    }

    private static DistributedApplicationBuilder Describe()
    {
        var builder = LocalApp.ThrowAway();
        builder.AddPostgres("postgres").AddDatabase("things");
        builder.AddRedis("redis").WithPersistence();
        return builder;
    }

    private static async Task<string?> ReadAsync(ConfigurationOptions options)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(options);
        return await redis.GetDatabase().StringGetAsync("key");
    }

    private static async Task<object?> ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(LocalApp.Patience);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(LocalApp.Patience);
    }
}
