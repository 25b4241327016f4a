using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Dapper;
using Npgsql;
using QualitySuite.Statistics;

namespace QualitySuite.Monitor.SetMetrics;

/// <summary>Reads samples of embeddings.</summary>
internal sealed class EmbeddingStore(NpgsqlDataSource database)
{
    // Chosen by a hash of the id, so that an image that is in the sample stays there until others with lesser hashes come; chosen from the
    // index first, so that the numbers are read of those alone.
    private const string SampleText = """
        with chosen as (
            select e.generation_created_at, e.generation_id
            from scoring.embedding_facts e
            @@join
            where e.encoder = @encoder and e.generation_created_at >= @from and e.generation_created_at < @to
            order by md5(e.generation_id::text)
            limit @most
        )
        select e.generation_id as Id, e.dimension as Dimension, e.half_values as HalfValues
        from chosen c
        join scoring.embedding_facts e on e.generation_created_at = c.generation_created_at and e.generation_id = c.generation_id
        where e.encoder = @encoder
        order by e.generation_id
        """;

    private const string CountText = """
        select count(*)
        from (
            select from scoring.embedding_facts e
            @@join
            where e.encoder = @encoder and e.generation_created_at >= @from and e.generation_created_at < @to
            limit @most
        ) s
        """;

    private const string Join = "join feedback.generation_facts g on g.created_at = e.generation_created_at and g.id = e.generation_id";

    /// <summary>The sample of a window.</summary>
    public Task<EmbeddingSample> WindowAsync(SetWindow window, int most, CancellationToken cancellationToken) =>
        ReadAsync(window, window.ModelVersion, window.StartsAt, window.StartsAt + SetWindow.Length, most, cancellationToken);

    /// <summary>The sample of what it is compared with.</summary>
    public Task<EmbeddingSample> ReferenceAsync(SetWindow window, int most, CancellationToken cancellationToken) =>
        ReadAsync(window, version: "", window.StartsAt - SetWindow.ReferenceLength, window.StartsAt, most, cancellationToken);

    /// <summary>How many images <see cref="ReferenceAsync"/> would read.</summary>
    public async Task<int> CountReferenceAsync(SetWindow window, int most, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<int>(Command(
            CountText, window, version: "", window.StartsAt - SetWindow.ReferenceLength, window.StartsAt, most, cancellationToken));
    }

    private async Task<EmbeddingSample> ReadAsync(
        SetWindow window, string version, DateTimeOffset from, DateTimeOffset to, int most, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = (await connection.QueryAsync<Row>(Command(SampleText, window, version, from, to, most, cancellationToken))).AsList();
        return EmbeddingSample.Of(rows.ConvertAll(r => (r.Id, r.Dimension, r.HalfValues)));
    }

    private static CommandDefinition Command(
        string sql, SetWindow window, string version, DateTimeOffset from, DateTimeOffset to, int most, CancellationToken cancellationToken)
    {
        var join = window.App.Length == 0 && version.Length == 0
            ? ""
            : $"{Join}{(window.App.Length == 0 ? "" : " and g.app = @App")}{(version.Length == 0 ? "" : " and g.model_version = @version")}";
        return new CommandDefinition(
            sql.Replace("@@join", join, StringComparison.Ordinal),
            new { encoder = window.Encoder, window.App, version, from, to, most }, cancellationToken: cancellationToken);
    }

    private sealed record Row(Guid Id, int Dimension, byte[] HalfValues);
}

/// <summary>Embeddings of some images.</summary>
/// <param name="Set"><c>[n, D]</c> in the order of their ids; null: there is none.</param>
/// <param name="Digest">The same for the same images.</param>
internal sealed record EmbeddingSample(EmbeddingMatrix? Set, string Digest)
{
    /// <param name="rows">Of one encoder, so of one dimension.</param>
    /// <exception cref="ArgumentException">An embedding is not as long as its encoder says, or a number is not finite.</exception>
    public static EmbeddingSample Of(IReadOnlyList<(Guid Id, int Dimension, byte[] HalfValues)> rows)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var dimension = rows.Count == 0 ? 0 : rows[0].Dimension;
        var values = new float[rows.Count * dimension];
        for (var i = 0; i < rows.Count; i++)
        {
            var (id, _, bytes) = rows[i];
            if (bytes.Length != dimension * 2)
            {
                throw new ArgumentException($"The embedding of generation {id} has {bytes.Length / 2} numbers and not {dimension}.", nameof(rows));
            }

            digest.AppendData(id.ToByteArray());
            TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), values.AsSpan(i * dimension, dimension));
        }

        return new EmbeddingSample(
            rows.Count == 0 ? null : new EmbeddingMatrix(values, rows.Count, dimension), Convert.ToHexString(digest.GetHashAndReset()));
    }
}
