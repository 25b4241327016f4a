using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace QualitySuite.ServiceDefaults;

/// <summary>Makes and hashes API keys. A key is <c>qs_</c> and 32 random bytes in base64url. With 256 random bits there is nothing to guess,
/// so a plain SHA-256 is stored: a slow password hash would only cost every request.</summary>
public static class ApiKeys
{
    /// <summary>Length in bytes of what <see cref="Hash"/> returns.</summary>
    public const int HashBytes = SHA256.HashSizeInBytes;

    /// <summary>What publishable keys begin with, so that people and secret scanners tell them from keys that must stay secret.</summary>
    public const string PublishablePrefix = "qs_pub_";

    private const string Prefix = "qs_";
    private const int RandomBytes = 32;

    /// <summary>A new key. It is shown once; only its hash is kept.</summary>
    public static string Generate() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>SHA-256 of the key's UTF-8 bytes: what <c>feedback.api_keys</c> stores.</summary>
    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
