using System.Security.Cryptography;
using System.Text;

namespace QualitySuite.FeedbackApi;

/// <summary>
/// UUIDs for ids that clients choose freely: a UUID stays itself; any other text names something of one generation only, and becomes a UUIDv8
/// of the SHA-256 of both (RFC 9562, section 5.8).
/// </summary>
internal static class NameBasedUuid
{
    public static Guid Of(Guid generationId, string text)
    {
        if (Guid.TryParse(text, out var uuid))
        {
            return uuid;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{generationId:N}/{text}"), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
