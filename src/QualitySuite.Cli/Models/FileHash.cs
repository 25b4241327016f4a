using System.Security.Cryptography;

namespace QualitySuite.Cli.Models;

/// <summary>SHA-256 of files.</summary>
internal static class FileHash
{
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public static async Task<string> ComputeAsync(string path, CancellationToken cancellationToken)
    {
        await using var content = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
    }

    public static async Task<bool> IsAsync(string path, string sha256, CancellationToken cancellationToken) =>
        File.Exists(path) && await ComputeAsync(path, cancellationToken) == sha256;
}
