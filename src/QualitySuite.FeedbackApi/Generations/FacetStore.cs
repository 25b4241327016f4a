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

    public async Task<GenerationFacets> ReadAsync(string? app, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var values = (await connection.QueryAsync<Row>(new CommandDefinition(Sql, new { app }, cancellationToken: cancellationToken)))
            .ToLookup(row => row.Dimension, row => row.Value);
        return new GenerationFacets(Of("app"), Of("version"), Of("sampler"), Of("filter"));

        List<string> Of(string dimension) => [.. values[dimension].Take(Most)];
    }

    private sealed record Row(string Dimension, string Value);
}
