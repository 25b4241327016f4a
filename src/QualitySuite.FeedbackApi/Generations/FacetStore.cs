using Dapper;
using Npgsql;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.FeedbackApi.Generations;

/// <summary>Which values the filter dimensions take.</summary>
internal sealed class FacetStore(NpgsqlDataSource database)
{
    /// <summary>Most values of one dimension.</summary>
    private const int Most = 100;

    private const string Sql = """
        with recent as (
            select app, model_version, sampler_name, safety_filter, max(created_at) as last
            from feedback.generations
            where created_at >= now() - interval '90 days' and (@app::text is null or app = @app)
            group by app, model_version, sampler_name, safety_filter
        )
        select dimension as Dimension, value as Value
        from recent
        cross join lateral (values ('app', app), ('version', model_version), ('sampler', sampler_name), ('filter', safety_filter)) as v (dimension, value)
        where value is not null
        group by dimension, value
        order by max(last) desc, value
        """;

    // Steps from version to version along the index, so that it reads as many rows as there are versions, not generations.
    private const string HistorySql = """
        with recursive versions (version) as (
            (select model_version from feedback.generations order by model_version limit 1)
            union all
            select (select g.model_version from feedback.generations g where g.model_version > v.version order by g.model_version limit 1)
            from versions v
            where v.version is not null
        )
        select v.version
        from versions v
        cross join lateral (
            select min(g.created_at) as first from feedback.generations g where g.model_version = v.version and (@app::text is null or g.app = @app)
        ) seen
        where seen.first is not null
        order by seen.first, v.version
        """;

    public async Task<GenerationFacets> ReadAsync(string? app, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var values = (await connection.QueryAsync<Row>(new CommandDefinition(Sql, new { app }, cancellationToken: cancellationToken)))
            .ToLookup(row => row.Dimension, row => row.Value);
        var history = await connection.QueryAsync<string>(new CommandDefinition(HistorySql, new { app }, cancellationToken: cancellationToken));
        return new GenerationFacets(Of("app"), Of("version"), Of("sampler"), Of("filter"), history.AsList());

        List<string> Of(string dimension) => [.. values[dimension].Take(Most)];
    }

    private sealed record Row(string Dimension, string Value);
}
