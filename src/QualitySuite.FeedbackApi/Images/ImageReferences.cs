using System.Data.Common;
using Dapper;
using QualitySuite.Storage.Images;

namespace QualitySuite.FeedbackApi.Images;

/// <summary>Which images generations have.</summary>
internal static class ImageReferences
{
    // Of an expired image the generation keeps the hash and no claim to the file.
    private const string Sql = "select distinct image_hash from feedback.generations where image_hash = any(@hashes) and image_expired_at is null";

    /// <summary>Those of <paramref name="hashes"/> that a generation has.</summary>
    public static async Task<HashSet<ImageAddress>> AmongAsync(DbConnection connection, byte[][] hashes, CancellationToken cancellationToken) =>
        (await connection.QueryAsync<byte[]>(new CommandDefinition(Sql, new { hashes }, cancellationToken: cancellationToken)))
            .Select(hash => ImageAddress.FromHash(hash)).ToHashSet();
}
