using System.Security.Cryptography;
using System.Text.Json;

namespace QualitySuite.FeedbackApi;

/// <summary>
/// UUIDs for the ids that clients choose freely, UUIDs included: a UUIDv8 (RFC 9562, section 5.8) of the SHA-256 of the generation, the user, the
/// id and what was said under it. So only a true retry meets its earlier row; neither another user nor another content is taken for one.
/// </summary>
internal static class NameBasedUuid
{
    public static Guid Of(Guid generationId, byte[] userKey, string text, string content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { generationId, userKey, text, content }), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
