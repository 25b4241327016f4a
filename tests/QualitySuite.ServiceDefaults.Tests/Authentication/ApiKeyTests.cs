using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using QualitySuite.ServiceDefaults.Tests.Support;

namespace QualitySuite.ServiceDefaults.Tests.Authentication;

[Collection(PostgresTests.Name)]
public sealed class ApiKeyTests(PostgresServer postgres) : IAsyncLifetime
{
    private readonly FakeTimeProvider time = new();
    private NpgsqlDataSource database = null!;
    private TestService service = null!;

    private sealed record Body(int Number);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var connectionString = await postgres.CreateDatabaseAsync();
        database = NpgsqlDataSource.Create(connectionString);
        await using var create = database.CreateCommand("""
            CREATE SCHEMA feedback;
            CREATE TABLE feedback.api_keys (
                id uuid PRIMARY KEY, name text NOT NULL, app text, scopes text[] NOT NULL, hash bytea NOT NULL UNIQUE, revoked_at timestamptz,
                allowed_origins text[] NOT NULL DEFAULT '{}');
            CREATE VIEW feedback.api_key_facts AS SELECT id, name, app, scopes, hash, revoked_at, allowed_origins FROM feedback.api_keys;
            """);
        await create.ExecuteNonQueryAsync(Cancellation);
        service = await TestService.StartAsync(
            app =>
            {
                var read = app.MapGroup("/read").RequireApiKey(ApiScope.Read);
                read.MapGet("/", (ApiCaller caller) => caller);
                read.MapPost("/", (Body body) => body.Number);
                app.MapGet("/admin", (ApiCaller caller) => caller).RequireApiKey(ApiScope.Admin);
                app.MapGet("/open", (ApiCaller caller) => caller);
            },
            builder =>
            {
                builder.Configuration.AddInMemoryCollection(
                    [new("ConnectionStrings:quality", connectionString), new("Authentication:CacheCapacity", "16")]);
                builder.Services.AddSingleton<TimeProvider>(time);
                builder.AddNpgsqlDataSource("quality");
                builder.AddApiKeys();
            });
    }

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        await database.DisposeAsync();
        await postgres.StartAsync();
    }

    [Fact]
    public async Task A_key_opens_what_its_scopes_allow_and_tells_who_calls()
    {
        var (id, key) = await AddKeyAsync("portraits", ApiScope.Read, ApiScope.Ingest);
        using var response = await GetAsync("/read", key);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var caller = await response.JsonAsync();
        Assert.Equal(id, caller.GetProperty("keyId").GetGuid());
        Assert.Equal("portraits", caller.GetProperty("app").GetString());
        Assert.False(caller.GetProperty("isInternal").GetBoolean());
        Assert.Equal(["ingest", "read"], caller.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()).Order(StringComparer.Ordinal));

        using var refused = await GetAsync("/admin", key);
        var problem = await refused.ProblemAsync(403, "forbidden");
        Assert.Contains("scope admin", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("qs_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("short")]
    public async Task Without_a_known_key_a_call_is_401_before_its_body_is_looked_at(string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/read") { Content = JsonContent.Create("not what the route takes") };
        if (key is not null)
        {
            request.Headers.Add("X-Api-Key", key);
        }
        using var response = await service.Http.SendAsync(request, Cancellation);
        await response.ProblemAsync(401, "unauthenticated");
        Assert.Equal("ApiKey", response.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Fact]
    public async Task A_revoked_key_stops_working_within_seconds_and_a_new_one_starts()
    {
        var (id, key) = await AddKeyAsync(null, ApiScope.Read);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/read", key));
        await ExecuteAsync("UPDATE feedback.api_keys SET revoked_at = now() WHERE id = $1", id);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/read", key));
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/read", key));

        await ExecuteAsync("UPDATE feedback.api_keys SET revoked_at = NULL WHERE id = $1", id);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/read", key));
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/read", key));
    }

    [Fact]
    public async Task The_internal_key_opens_everything_and_names_the_person_it_acts_for()
    {
        using var response = await GetAsync("/admin", TestService.InternalKey, actingUser: "Zo%C3%AB");
        var caller = await response.JsonAsync();
        Assert.True(caller.GetProperty("isInternal").GetBoolean());
        Assert.Equal("Zoë", caller.GetProperty("actingUser").GetString());
        Assert.Equal(4, caller.GetProperty("scopes").GetArrayLength());
    }

    [Fact]
    public async Task Nobody_else_may_act_for_a_person()
    {
        var (_, key) = await AddKeyAsync(null, ApiScope.Admin);
        using var response = await GetAsync("/admin", key, actingUser: "somebody");
        Assert.False((await response.JsonAsync()).TryGetProperty("actingUser", out _));
    }

    [Fact]
    public async Task While_the_database_is_out_known_keys_work_for_minutes_and_others_are_503()
    {
        var (_, key) = await AddKeyAsync(null, ApiScope.Read);
        var (_, unseen) = await AddKeyAsync(null, ApiScope.Read);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/read", key));
        // More made-up keys than the cache holds must not push the good one out of it.
        for (var i = 0; i < 40; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/read", ApiKeys.Generate()));
        }

        await postgres.StopAsync();
        time.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/read", key));
        using (var refused = await GetAsync("/read", unseen))
        {
            await refused.ProblemAsync(503, "unavailable");
            Assert.NotNull(refused.Headers.RetryAfter);
        }
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("/admin", key));
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync("/read", key));

        await postgres.StartAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/read", key));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/read", unseen));
    }

    [Fact]
    public async Task Many_first_calls_at_once_with_one_key_all_get_in()
    {
        var (_, key) = await AddKeyAsync(null, ApiScope.Read);
        var statuses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => StatusAsync("/read", key)));
        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
    }

    [Fact]
    public async Task A_handler_that_asks_who_calls_on_an_open_route_fails_instead_of_letting_anyone_in()
    {
        using var response = await GetAsync("/open", TestService.InternalKey);
        await response.ProblemAsync(500, "internal");
    }

    [Theory]
    [InlineData("")]
    [InlineData("too-short")]
    public async Task A_service_without_a_good_internal_key_does_not_start_and_says_where_to_set_it(string key)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => TestService.StartAsync(_ => { }, builder =>
        {
            builder.Configuration.AddInMemoryCollection([new("Authentication:InternalKey", key)]);
            builder.AddNpgsqlDataSource("quality");
            builder.AddApiKeys();
        }));
        Assert.Contains("'Authentication:InternalKey'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'Authentication__InternalKey'", error.Message, StringComparison.Ordinal);
    }

    private async Task<(Guid Id, string Key)> AddKeyAsync(string? app, params string[] scopes)
    {
        var (id, key) = (Guid.CreateVersion7(), ApiKeys.Generate());
        await ExecuteAsync(
            "INSERT INTO feedback.api_keys (id, name, app, scopes, hash) VALUES ($1, 'a key', $2, $3, $4)",
            id, (object?)app ?? DBNull.Value, scopes, ApiKeys.Hash(key));
        return (id, key);
    }

    private async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddRange(values.Select(value => new NpgsqlParameter { Value = value }).ToArray());
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private async Task<HttpStatusCode> StatusAsync(string path, string key)
    {
        using var response = await GetAsync(path, key);
        return response.StatusCode;
    }

    private Task<HttpResponseMessage> GetAsync(string path, string key, string? actingUser = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Api-Key", key);
        if (actingUser is not null)
        {
            request.Headers.Add("X-Acting-User", actingUser);
        }
        return service.Http.SendAsync(request, Cancellation);
    }
}
