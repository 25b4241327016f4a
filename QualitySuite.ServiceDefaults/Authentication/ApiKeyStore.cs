using System.Collections.Frozen;
using System.Security.Cryptography;
using Npgsql;
using NpgsqlTypes;

namespace QualitySuite.ServiceDefaults;

/// <summary>Reads keys through the view that the Feedback API, their owner, offers to the other services.</summary>
internal sealed class ApiKeyStore(NpgsqlDataSource database)
{
    private const string FindSql = """
        SELECT id, name, app, scopes, hash, allowed_origins
        FROM feedback.api_key_facts
        WHERE hash = $1 AND revoked_at IS NULL
        """;

    /// <summary>The key with this hash; null if there is none or it was revoked.</summary>
    public async Task<ApiKeyFacts?> FindAsync(byte[] hash, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(FindSql);
        command.Parameters.Add(new NpgsqlParameter { Value = hash, NpgsqlDbType = NpgsqlDbType.Bytea });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)
            || !CryptographicOperations.FixedTimeEquals(await reader.GetFieldValueAsync<byte[]>(4, cancellationToken), hash))
        {
            return null;
        }
        return new ApiKeyFacts(
            reader.GetGuid(0),
            reader.GetString(1),
            await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetString(2),
            (await reader.GetFieldValueAsync<string[]>(3, cancellationToken)).ToFrozenSet(StringComparer.Ordinal),
            (await reader.GetFieldValueAsync<string[]>(5, cancellationToken)).ToFrozenSet(StringComparer.Ordinal));
    }
}
