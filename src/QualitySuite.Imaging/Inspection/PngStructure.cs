using System.Buffers.Binary;

namespace QualitySuite.Imaging;

/// <summary>
/// Walks a PNG's chunks from IHDR to IEND (PNG, Third Edition, W3C 2025, sections 5 and 11.2). Checksums are left to the decoder, which
/// reads the data anyway.
/// </summary>
internal static class PngStructure
{
    private const int SignatureBytes = 8;
    private const int ChunkOverheadBytes = 12;
    private static readonly ImageInspection s_ok = new(ImageFormat.Png, 0, 0, "image/png", InspectionVerdict.Ok, "A complete PNG.");

    public static ImageInspection Inspect(ReadOnlySpan<byte> file, long maxPixels)
    {
        var chunks = file[SignatureBytes..];
        if (chunks.Length < ChunkOverheadBytes + 13)
        {
            return Truncated(s_ok);
        }

        var header = chunks.Slice(8, 13);
        var width = BinaryPrimitives.ReadUInt32BigEndian(header);
        var height = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        if (!IsHeaderChunk(chunks) || width > int.MaxValue || height > int.MaxValue || !IsAllowedDepth(header[8], header[9]))
        {
            return s_ok with { Verdict = InspectionVerdict.NotAnImage, Detail = "The PNG header is damaged." };
        }

        var sized = s_ok.Sized((int)width, (int)height);
        return ImageInspector.RefuseSize(sized, maxPixels) ?? Walk(chunks, sized);
    }

    private static ImageInspection Walk(ReadOnlySpan<byte> chunks, ImageInspection sized)
    {
        var hasData = false;
        while (chunks.Length >= ChunkOverheadBytes)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(chunks);
            var type = chunks.Slice(4, 4);
            if (length > chunks.Length - ChunkOverheadBytes)
            {
                return Truncated(sized);
            }

            if (type.SequenceEqual("acTL"u8))
            {
                const string detail = "Animated PNG is not accepted; send one frame.";
                return sized with { Verdict = InspectionVerdict.UnsupportedFormat, Detail = detail };
            }

            if (type.SequenceEqual("IEND"u8))
            {
                return hasData ? sized : sized with { Verdict = InspectionVerdict.NotAnImage, Detail = "The PNG holds no image data." };
            }

            hasData |= type.SequenceEqual("IDAT"u8) && length > 0;
            chunks = chunks[(ChunkOverheadBytes + (int)length)..];
        }

        return Truncated(sized);
    }

    private static bool IsHeaderChunk(ReadOnlySpan<byte> chunks) =>
        BinaryPrimitives.ReadUInt32BigEndian(chunks) == 13 && chunks[4..].StartsWith("IHDR"u8);

    /// <summary>Table 11.1: which bit depths each colour type allows.</summary>
    private static bool IsAllowedDepth(byte depth, byte colourType) => (colourType, depth) switch
    {
        (0, 1 or 2 or 4 or 8 or 16) => true,
        (3, 1 or 2 or 4 or 8) => true,
        (2 or 4 or 6, 8 or 16) => true,
        _ => false,
    };

    private static ImageInspection Truncated(ImageInspection header) =>
        header with { Verdict = InspectionVerdict.Truncated, Detail = "The PNG ends before its IEND chunk." };
}
