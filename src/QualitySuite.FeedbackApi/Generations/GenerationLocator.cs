using Dapper;
using Npgsql;

namespace QualitySuite.FeedbackApi.Generations;

/// <summary>Finds where a generation's rows are: everything about it is partitioned by its createdAt.</summary>
internal sealed class GenerationLocator(NpgsqlDataSource database)
{
    private const string Sql = """
        select g.id as Id, g.created_at as CreatedAt, g.app as App
        from feedback.generation_keys k join feedback.generations g on g.created_at = k.created_at and g.id = k.id
        where k.id = @id
        """;

    public async Task<GenerationLocation?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<GenerationLocation>(new CommandDefinition(Sql, new { id }, cancellationToken: cancellationToken));
    }
}

/// <summary>A generation's key and owner.</summary>
internal sealed class GenerationLocation
{
    public Guid Id { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public string App { get; init; } = "";
}
