using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace QualitySuite.Storage.Images;

/// <summary>The address of an image in the store: the SHA-256 of its bytes, 64 lower-case hexadecimal digits.</summary>
public readonly record struct ImageAddress
{
    private ImageAddress(string hex) => Hex = hex;

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public string Hex { get; }

    /// <summary>The address of these bytes.</summary>
    public static ImageAddress Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return new ImageAddress(Convert.ToHexStringLower(hash));
    }

    /// <summary>The address with this hash.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public static ImageAddress FromHash(ReadOnlySpan<byte> sha256) =>
        sha256.Length == SHA256.HashSizeInBytes
            ? new ImageAddress(Convert.ToHexStringLower(sha256))
            : throw new ArgumentException($"A SHA-256 has 32 bytes, not {sha256.Length}.", nameof(sha256));

    /// <summary>Reads 64 hexadecimal digits; anything else is false.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ImageAddress address)
    {
        var valid = text is { Length: 64 } && text.All(char.IsAsciiHexDigit);
        address = valid ? new ImageAddress(text!.ToLowerInvariant()) : default;
        return valid;
    }

    /// <summary>The 32 bytes of the hash.</summary>
    public byte[] ToHash() => Convert.FromHexString(Hex);

    /// <inheritdoc/>
    public override string ToString() => Hex;
}
