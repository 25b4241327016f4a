using Dapper;
using Npgsql;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.FeedbackApi.Widget;

/// <summary>What the demo page needs of the database.</summary>
internal sealed class WidgetDemoStore(NpgsqlDataSource database)
{
    private const string NewestSql = """
        select id as Id, prompt as Prompt from feedback.generations
        where app = @app and image_hash is not null
        order by created_at desc, id desc
        limit @count
        """;

    private const string RegisterSql = """
        insert into feedback.api_keys as k (id, name, app, scopes, hash, allowed_origins)
        values (gen_random_uuid(), 'Demo of the widget', @app, @scopes, @hash, array[@origin])
        on conflict (hash) do update set allowed_origins = array(select distinct unnest(k.allowed_origins || excluded.allowed_origins))
        """;

    /// <summary>The app's latest generations that have an image.</summary>
    public async Task<IReadOnlyList<DemoGeneration>> NewestAsync(string app, int count, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<DemoGeneration>(new CommandDefinition(NewestSql, new { app, count }, cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>Lets a publishable key be used for the app from the origin.</summary>
    public async Task RegisterKeyAsync(string key, string app, string origin, CancellationToken cancellationToken)
    {
        var parameters = new { app, scopes = new[] { ApiScope.Publish }, hash = ApiKeys.Hash(key), origin };
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(RegisterSql, parameters, cancellationToken: cancellationToken));
    }
}

/// <summary>A generation as the demo page shows it.</summary>
internal sealed record DemoGeneration(Guid Id, string Prompt);
