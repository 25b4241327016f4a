using System.Globalization;
using System.Text;
using Dapper;
using Npgsql;
using QualitySuite.Contracts;
using QualitySuite.Contracts.Generations;
using QualitySuite.FeedbackApi.Metrics;

namespace QualitySuite.FeedbackApi.Generations;

/// <summary>Lists generations, one page at a time, each page continuing behind the last item of the one before.</summary>
internal sealed class GenerationLister(NpgsqlDataSource database, ScorerDirectory scorers)
{
    public async Task<Page<GenerationSummary>> ListAsync(ListQuery query, CancellationToken cancellationToken)
    {
        int? scorer = null;
        if (query.Metric is { } metric)
        {
            var known = await scorers.ReadAsync(metric, query.App, cancellationToken);
            if (known.Primary is null)
            {
                return new Page<GenerationSummary>([], null);
            }

            scorer = known.Primary.Id;
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = (await connection.QueryAsync<SummaryRow>(new CommandDefinition(Sql(query), Parameters(query, scorer), cancellationToken: cancellationToken)))
            .AsList();
        var hasMore = rows.Count > query.Limit;
        if (hasMore)
        {
            rows.RemoveAt(query.Limit);
        }

        var byGeneration = await ScoreReader.ReadAsync(connection, [.. rows.Select(r => r.Id)], [.. rows.Select(r => r.CreatedAt)], cancellationToken);
        var items = rows.ConvertAll(row => row.ToSummary(byGeneration[row.Id]));
        return new Page<GenerationSummary>(items, hasMore ? Cursor.Write(PositionOf(rows[^1], query)) : null);
    }

    private static ListPosition PositionOf(SummaryRow row, ListQuery query) => new(row.CreatedAt, row.Id, query.ByMetric ? row.OrderValue : null, query.List);

    private static object Parameters(ListQuery query, int? scorer) => new
    {
        query.App,
        query.ModelVersion,
        query.Outcome,
        Prompt = query.Prompt is { } words ? "%" + EscapeLike(words) + "%" : null,
        query.From,
        query.To,
        query.Min,
        query.Max,
        Scorer = scorer,
        Take = query.Limit + 1,
        AfterCreatedAt = query.After?.CreatedAt,
        AfterId = query.After?.Id,
        AfterValue = query.After?.Value,
    };

    private static string Sql(ListQuery query)
    {
        var sql = new StringBuilder($"""
            select {SummaryRow.Columns}, {GenerationSql.Status} as Status, {(query.Metric is null ? "null::double precision" : "s.value")} as OrderValue
            from feedback.generations g
            {(query.Metric is null ? "" : "join scoring.score_facts s on s.generation_created_at = g.created_at and s.generation_id = g.id and s.scorer_id = @Scorer")}
            {GenerationSql.StatusJoins}
            where true
            """);
        AppendIf(query.App, " and g.app = @App");
        AppendIf(query.ModelVersion, " and g.model_version = @ModelVersion");
        AppendIf(query.Outcome, " and g.outcome = @Outcome");
        AppendIf(query.Prompt, " and g.prompt ilike @Prompt");
        AppendIf(query.From, " and g.created_at >= @From");
        AppendIf(query.To, " and g.created_at < @To");
        AppendIf(query.Min, " and s.value >= @Min");
        AppendIf(query.Max, " and s.value <= @Max");
        var (comparison, direction) = query.Descending ? ("<", "desc") : (">", "asc");
        if (query.ByMetric)
        {
            AppendIf(query.After, $" and (s.value, g.created_at, g.id) {comparison} (@AfterValue, @AfterCreatedAt, @AfterId)");
            sql.Append(CultureInfo.InvariantCulture, $" order by s.value {direction}, g.created_at {direction}, g.id {direction}");
        }
        else
        {
            AppendIf(query.After, $" and (g.created_at, g.id) {comparison} (@AfterCreatedAt, @AfterId)");
            sql.Append(CultureInfo.InvariantCulture, $" order by g.created_at {direction}, g.id {direction}");
        }

        return sql.Append(" limit @Take").ToString();

        void AppendIf(object? value, string condition)
        {
            if (value is not null)
            {
                sql.Append(condition);
            }
        }
    }

    private static string EscapeLike(string words) =>
        words.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
