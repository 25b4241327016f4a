using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace QualitySuite.FeedbackApi.Privacy;

/// <summary>Turns user and session keys into HMAC-SHA-256 under the deployment's secret: what is stored cannot be turned back.</summary>
internal sealed class UserKeyHasher(IOptions<UserKeyOptions> options)
{
    private readonly byte[] _secret = Encoding.UTF8.GetBytes(options.Value.Secret);

    /// <summary>32 bytes; null for a key that was not given.</summary>
    public byte[]? Hash(string? key) => string.IsNullOrEmpty(key) ? null : HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(key));
}
