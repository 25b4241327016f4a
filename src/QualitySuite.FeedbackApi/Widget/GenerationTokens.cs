using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using QualitySuite.FeedbackApi.Batches;
using QualitySuite.FeedbackApi.Privacy;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.FeedbackApi.Widget;

/// <summary>
/// Tokens that let one user say something about one generation of one app, until they expire. Nothing of them is stored. A token is
/// base64url without padding of 37 bytes: the version, 1; the second of the Unix time at which it expires, 4 bytes, most significant first; and
/// HMAC-SHA-256 of the bytes before it, the generation's UUID in network order, the user key's hash (32 bytes) and the app in UTF-8. What the token
/// is about is not in it: it comes with the request and must be the same. The HMAC's key is HKDF-SHA-256 (RFC 5869) of the secret for user keys,
/// without salt and with <see cref="KeyPurpose"/> as info, so neither use of the secret tells anything about the other.
/// </summary>
internal sealed class GenerationTokens(IOptions<UserKeyOptions> options, UserKeyHasher hasher, TimeProvider time)
{
    private const byte Version = 1;
    private const int HeadBytes = 1 + sizeof(uint);
    private const int Bytes = HeadBytes + HMACSHA256.HashSizeInBytes;
    private const int Characters = ((Bytes * 4) + 2) / 3;
    private const int GenerationIdBytes = 16;

    private static readonly byte[] KeyPurpose = "qualitysuite generation token v1"u8.ToArray();

    private readonly byte[] _key = HKDF.DeriveKey(
        HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(options.Value.Secret), HMACSHA256.HashSizeInBytes, salt: null, KeyPurpose);

    /// <summary>Makes a token.</summary>
    /// <param name="app">The generation's.</param>
    /// <param name="generationId">It need not have arrived.</param>
    /// <param name="userKey">As it will come with the feedback.</param>
    /// <param name="expiresAt">Whole seconds count.</param>
    public string Create(string app, Guid generationId, string userKey, DateTimeOffset expiresAt)
    {
        Span<byte> token = stackalloc byte[Bytes];
        token[0] = Version;
        BinaryPrimitives.WriteUInt32BigEndian(token[1..], checked((uint)expiresAt.ToUnixTimeSeconds()));
        Sign(token[..HeadBytes], app, generationId, hasher.Hash(userKey)!, token[HeadBytes..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>Why a feedback or event may not come with this caller's key; null: it may. Only a publishable key needs a token.</summary>
    public ProblemHttpResult? Refuse(ApiCaller caller, string? token, IReaction reaction)
    {
        if (!caller.IsPublishable)
        {
            return null;
        }

        if (string.IsNullOrEmpty(token))
        {
            return Problem("token_missing", "token: Required with a publishable key: what POST /v1/widget-tokens answered for this generation and user, and it is missing.");
        }

        Span<byte> bytes = stackalloc byte[Bytes];
        if (!TryRead(token, bytes) || !IsOurs(bytes, caller.App!, reaction))
        {
            return Problem("token_invalid", "token: It was not made for this generation, user and app, or was changed.");
        }

        return time.GetUtcNow().ToUnixTimeSeconds() >= BinaryPrimitives.ReadUInt32BigEndian(bytes[1..])
            ? Problem("token_expired", "token: It was good and has expired; POST /v1/widget-tokens makes a new one.")
            : null;
    }

    private static ProblemHttpResult Problem(string name, string detail) => Problems.Create(StatusCodes.Status403Forbidden, name, detail);

    private static bool TryRead(string token, Span<byte> bytes) =>
        token.Length == Characters
        && Base64Url.DecodeFromChars(token, bytes, out _, out var written) == OperationStatus.Done && written == Bytes
        && bytes[0] == Version;

    private bool IsOurs(ReadOnlySpan<byte> token, string app, IReaction reaction)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Sign(token[..HeadBytes], app, reaction.GenerationId, reaction.UserKey, expected);
        return CryptographicOperations.FixedTimeEquals(expected, token[HeadBytes..]);
    }

    // The parts are of fixed length up to the last one, so no two lists of parts give the same bytes.
    private void Sign(ReadOnlySpan<byte> head, string app, Guid generationId, byte[] userKeyHash, Span<byte> signature)
    {
        Span<byte> id = stackalloc byte[GenerationIdBytes];
        generationId.TryWriteBytes(id, bigEndian: true, out _);
        HMACSHA256.HashData(_key, [.. head, .. id, .. userKeyHash, .. Encoding.UTF8.GetBytes(app)], signature);
    }
}
