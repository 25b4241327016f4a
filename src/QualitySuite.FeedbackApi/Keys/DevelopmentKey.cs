using Dapper;
using Npgsql;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.FeedbackApi.Keys;

/// <summary>Registers the key that the AppHost made for this machine. Outside Development a configured key is refused: it would be known to every copy.</summary>
internal static class DevelopmentKey
{
    public const string Setting = "Authentication:DevelopmentApiKey";

    private const string Sql = """
        insert into feedback.api_keys (id, name, app, scopes, hash)
        values (@Id, 'Development', null, @Scopes, @Hash)
        on conflict (hash) do nothing
        """;

    public static async Task RegisterDevelopmentKeyAsync(this WebApplication app, CancellationToken cancellationToken)
    {
        if (app.Configuration[Setting] is not { Length: > 0 } key)
        {
            return;
        }

        if (!app.Environment.IsDevelopment())
        {
            throw new InvalidOperationException(
                $"{Setting} (environment variable Authentication__DevelopmentApiKey) is set outside Development. Remove it and add a row to feedback.api_keys instead; README.md, \"API keys\", has the statement.");
        }

        var parameters = new
        {
            Id = Guid.CreateVersion7(app.Services.GetRequiredService<TimeProvider>().GetUtcNow()),
            Scopes = ApiScope.All.ToArray(),
            Hash = ApiKeys.Hash(key),
        };
        await using var connection = await app.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(Sql, parameters, cancellationToken: cancellationToken));
    }
}
