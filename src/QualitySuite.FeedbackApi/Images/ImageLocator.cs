using Dapper;
using Npgsql;
using QualitySuite.Storage.Images;

namespace QualitySuite.FeedbackApi.Images;

/// <summary>Finds a generation's image in the store.</summary>
internal sealed class ImageLocator(NpgsqlDataSource database)
{
    private const string Sql = """
        select g.image_hash as Hash, g.image_type as ContentType,
               g.image_width::bigint * g.image_height as Pixels, g.image_expired_at is not null as Expired
        from feedback.generation_keys k join feedback.generations g on g.created_at = k.created_at and g.id = k.id
        where k.id = @id and g.image_hash is not null and (@app::text is null or g.app = @app)
        """;

    public async Task<LocatedImage?> FindAsync(Guid id, string? app, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(Sql, new { id, app }, cancellationToken: cancellationToken));
        return row is null ? null : new LocatedImage(ImageAddress.FromHash(row.Hash), row.ContentType, row.Pixels, row.Expired);
    }

    private sealed record Row(byte[] Hash, string ContentType, long Pixels, bool Expired);
}

/// <summary>Where an image is, what it is, how many pixels its header says, and whether its time was over.</summary>
internal sealed record LocatedImage(ImageAddress Address, string ContentType, long Pixels, bool Expired = false);
