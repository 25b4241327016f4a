using System.Security.Cryptography;
using System.Text;

namespace QualitySuite.Simulator.Demo;

/// <summary>Ids that are the same whenever the same thing is simulated again: a UUIDv8 of a SHA-256 (RFC 9562, section 5.8).</summary>
internal static class NameBasedId
{
    public static Guid Of(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
