namespace QualitySuite.Imaging;

/// <summary>Magic numbers: what a file claims to be by its first bytes (WHATWG MIME Sniffing, section 6.1, and the formats' own
/// specifications).</summary>
internal static class ImageSignature
{
    public const string UnknownContentType = "application/octet-stream";

    /// <summary>The media type and the name of the format, or nulls when no signature matches.</summary>
    public static (string? ContentType, string? Name) Of(ReadOnlySpan<byte> file) => file switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, ..] => ("image/png", "PNG"),
        [0xFF, 0xD8, 0xFF, ..] => ("image/jpeg", "JPEG"),
        _ when file.StartsWith("RIFF"u8) && file.Length >= 12 && file[8..].StartsWith("WEBP"u8) => ("image/webp", "WebP"),
        _ when file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8) => ("image/gif", "GIF"),
        _ when file.StartsWith("BM"u8) && file.Length >= 26 => ("image/bmp", "BMP"),
        [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => ("image/tiff", "TIFF"),
        [0, 0, 1, 0, _, _, ..] => ("image/x-icon", "ICO"),
        _ when file.StartsWith("8BPS"u8) => ("image/vnd.adobe.photoshop", "Photoshop"),
        [0xFF, 0x0A, ..] => ("image/jxl", "JPEG XL"),
        [0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L', (byte)' ', ..] => ("image/jxl", "JPEG XL"),
        [0, 0, 0, 12, (byte)'j', (byte)'P', (byte)' ', (byte)' ', ..] => ("image/jp2", "JPEG 2000"),
        _ when file.Length >= 12 && file[4..].StartsWith("ftyp"u8) => OfBrand(file[8..12]),
        _ => (null, null),
    };

    private static (string? ContentType, string? Name) OfBrand(ReadOnlySpan<byte> brand) => brand switch
    {
        _ when brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8) => ("image/avif", "AVIF"),
        _ when brand.StartsWith("he"u8) || brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("msf1"u8) => ("image/heic", "HEIC"),
        _ => (null, null),
    };
}
