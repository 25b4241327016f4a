using System.Buffers.Binary;

namespace QualitySuite.Imaging;

/// <summary>Reads a WebP's RIFF container (RFC 9649, section 2) and the frame header of its first image chunk (RFC 6386, section 9.1; RFC
/// 9649, section 3.4).</summary>
internal static class WebPStructure
{
    private const int RiffHeaderBytes = 12;
    private const byte AnimationFlag = 0x02;
    private static readonly ImageInspection s_ok = new(ImageFormat.WebP, 0, 0, "image/webp", InspectionVerdict.Ok, "A complete WebP.");

    public static ImageInspection Inspect(ReadOnlySpan<byte> file, long maxPixels)
    {
        var riffBytes = BinaryPrimitives.ReadUInt32LittleEndian(file[4..]);
        var isWhole = riffBytes + 8L <= file.Length;
        var chunks = isWhole ? file[RiffHeaderBytes..(int)Math.Max(RiffHeaderBytes, riffBytes + 8L)] : file[RiffHeaderBytes..];
        var header = s_ok;
        while (chunks.Length >= 8)
        {
            var type = chunks[..4];
            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunks[4..]);
            var data = chunks[8..];
            var isLast = IsImageData(type);
            header = ReadSize(type, data, header);
            if ((header.Verdict != InspectionVerdict.Ok ? header : ImageInspector.RefuseSize(header, maxPixels)) is { } refusal)
            {
                return refusal;
            }

            // Chunks are padded to an even length; the last byte of padding is missing in some writers' files.
            if (length > data.Length)
            {
                return Truncated(header);
            }

            if (isLast)
            {
                return isWhole ? header : Truncated(header);
            }

            chunks = data[(int)Math.Min(data.Length, length + (length & 1L))..];
        }

        return isWhole && header.Width > 0
            ? header with { Verdict = InspectionVerdict.NotAnImage, Detail = "The WebP holds no image data." }
            : Truncated(header);
    }

    private static bool IsImageData(ReadOnlySpan<byte> type) => type.SequenceEqual("VP8 "u8) || type.SequenceEqual("VP8L"u8);

    private static ImageInspection ReadSize(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, ImageInspection header)
    {
        if (type.SequenceEqual("VP8X"u8))
        {
            return data.Length < 10 ? Truncated(header) : ReadExtended(data, header);
        }

        if (header.Width > 0)
        {
            return header; // the canvas of VP8X came first and counts
        }

        if (type.SequenceEqual("VP8 "u8))
        {
            return data.Length < 10 ? Truncated(header) : ReadLossy(data, header);
        }

        if (type.SequenceEqual("VP8L"u8))
        {
            return data.Length < 5 ? Truncated(header) : ReadLossless(data, header);
        }

        return Damaged(header);
    }

    private static ImageInspection ReadExtended(ReadOnlySpan<byte> data, ImageInspection header)
    {
        var sized = header.Sized(1 + UInt24(data[4..]), 1 + UInt24(data[7..]));
        return (data[0] & AnimationFlag) == 0
            ? sized
            : sized with { Verdict = InspectionVerdict.UnsupportedFormat, Detail = "Animated WebP is not accepted; send one frame." };
    }

    private static ImageInspection ReadLossy(ReadOnlySpan<byte> data, ImageInspection header)
    {
        var isKeyFrame = (data[0] & 1) == 0 && data[3] == 0x9D && data[4] == 0x01 && data[5] == 0x2A;
        return isKeyFrame
            ? header.Sized(UInt14(data[6..]), UInt14(data[8..]))
            : Damaged(header);
    }

    private static ImageInspection ReadLossless(ReadOnlySpan<byte> data, ImageInspection header)
    {
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
        return data[0] == 0x2F ? header.Sized(1 + (int)(bits & 0x3FFF), 1 + (int)((bits >> 14) & 0x3FFF)) : Damaged(header);
    }

    /// <summary>A side of a lossy frame; the two upper bits are a scaling hint that decoders ignore.</summary>
    private static int UInt14(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadUInt16LittleEndian(data) & 0x3FFF;

    private static int UInt24(ReadOnlySpan<byte> data) => data[0] | (data[1] << 8) | (data[2] << 16);

    private static ImageInspection Damaged(ImageInspection header) =>
        header with { Verdict = InspectionVerdict.NotAnImage, Detail = "The WebP header is damaged." };

    private static ImageInspection Truncated(ImageInspection header) =>
        header with { Verdict = InspectionVerdict.Truncated, Detail = "The WebP ends before its container says that it does." };
}
