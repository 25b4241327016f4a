using Dapper;
using Npgsql;
using QualitySuite.Storage.Images;

namespace QualitySuite.FeedbackApi.Images;

/// <summary>Images that a generation let go of, by erasure or retention: they go from the store unless another generation has the same.</summary>
internal sealed class ReleasedImages(ImageStore images, ThumbnailCache thumbnails, NpgsqlDataSource database)
{
    private const int MostAtOnce = 100;

    private const string DueText = """
        select image_hash as Hash, erasure_id as ErasureId, released_at as ReleasedAt
        from feedback.released_images
        where released_at <= now() - @grace
        order by released_at
        limit @most
        for update skip locked
        """;

    // Two erasures may have let go of the same image at different times.
    private const string EndText = """
        with ended as (
            delete from feedback.released_images r
            using unnest(@hashes, @erasureIds, @gone) as e (hash, erasure_id, gone)
            where r.image_hash = e.hash and r.erasure_id is not distinct from e.erasure_id
            returning r.erasure_id, e.gone
        ), counted as (
            select erasure_id, count(*) filter (where gone) as gone, count(*) filter (where not gone) as shared from ended group by erasure_id
        )
        update feedback.erasures e set images = e.images + c.gone, shared_images = e.shared_images + c.shared
        from counted c where e.id = c.erasure_id
        """;

    /// <summary>Removes some of the images that were let go of at least <paramref name="grace"/> ago. Whoever has stored one of them before has
    /// written its row by then, and whoever has stored it since is told by the file's time.</summary>
    /// <returns>Whether there may be more.</returns>
    public async Task<bool> RemoveAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var due = (await connection.QueryAsync<Released>(
            new CommandDefinition(DueText, new { grace, most = MostAtOnce }, cancellationToken: cancellationToken))).AsList();
        if (due.Count == 0)
        {
            return false;
        }

        var kept = await ImageReferences.AmongAsync(connection, [.. due.Select(r => r.Hash)], cancellationToken);
        foreach (var released in due.Where(r => !kept.Contains(r.Address)))
        {
            // Thumbnails whether or not it was there: a process that ended here before may have removed the one and not the other.
            await images.RemoveIfOlderThanAsync(released.Address, released.ReleasedAt, cancellationToken);
            await thumbnails.RemoveAsync(released.Address, cancellationToken);
        }

        var ended = new
        {
            hashes = due.Select(r => r.Hash).ToArray(),
            erasureIds = due.Select(r => r.ErasureId).ToArray(),
            gone = due.Select(r => !kept.Contains(r.Address)).ToArray(),
        };
        await connection.ExecuteAsync(new CommandDefinition(EndText, ended, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private sealed class Released
    {
        public byte[] Hash { get; init; } = [];

        public Guid? ErasureId { get; init; }

        public DateTimeOffset ReleasedAt { get; init; }

        public ImageAddress Address => ImageAddress.FromHash(Hash);
    }
}
