using System.Buffers.Binary;

namespace QualitySuite.Imaging;

/// <summary>
/// Walks a JPEG's markers from SOI to EOI (ITU-T T.81, annex B). Entropy-coded data is skipped by its own rule: a 0xFF in it is always
/// followed by 0x00 or a restart marker. Bytes after EOI are tolerated: cameras and phones put previews there.
/// </summary>
internal static class JpegStructure
{
    private const byte StartOfScan = 0xDA;
    private const byte EndOfImage = 0xD9;
    private static readonly ImageInspection s_ok = new(ImageFormat.Jpeg, 0, 0, "image/jpeg", InspectionVerdict.Ok, "A complete JPEG.");

    public static ImageInspection Inspect(ReadOnlySpan<byte> file, long maxPixels)
    {
        var header = s_ok;
        var hasScan = false;
        var position = 2;
        while (NextMarker(file, ref position) is { } marker)
        {
            if (marker == EndOfImage)
            {
                return hasScan ? header : Damaged(header, "The JPEG holds no image data.");
            }

            if (IsStandalone(marker))
            {
                continue;
            }

            if (file.Length - position < 2 || Length(file, position) > file.Length - position)
            {
                return Truncated(header);
            }

            var length = Length(file, position);
            if (length < 2)
            {
                return Damaged(header, "A JPEG segment has an impossible length.");
            }

            if (IsFrameHeader(marker))
            {
                header = ReadFrame(marker, file.Slice(position + 2, length - 2), header);
                if ((header.Verdict != InspectionVerdict.Ok ? header : ImageInspector.RefuseSize(header, maxPixels)) is { } refusal)
                {
                    return refusal;
                }
            }
            else if (marker == StartOfScan)
            {
                if (header.Width == 0)
                {
                    return Damaged(header, "The JPEG has a scan before its frame header.");
                }

                hasScan = true;
            }

            position += length;
        }

        return Truncated(header);
    }

    /// <summary>The code of the next marker; <paramref name="position"/> moves behind it. Null at the end of the file.</summary>
    private static byte? NextMarker(ReadOnlySpan<byte> file, ref int position)
    {
        while (file[position..].IndexOf((byte)0xFF) is >= 0 and var offset)
        {
            position += offset;
            while (position < file.Length && file[position] == 0xFF)
            {
                position++;
            }

            if (position == file.Length)
            {
                return null;
            }

            var code = file[position++];
            if (code != 0)
            {
                return code;
            }
        }

        return null;
    }

    private static ImageInspection ReadFrame(byte marker, ReadOnlySpan<byte> frame, ImageInspection header)
    {
        if (frame.Length < 6)
        {
            return Damaged(header, "The JPEG frame header is too short.");
        }

        var sized = header.Sized(BinaryPrimitives.ReadUInt16BigEndian(frame[3..]), BinaryPrimitives.ReadUInt16BigEndian(frame[1..]));
        return (marker, frame[0]) switch
        {
            // SOF0-2: baseline, extended and progressive Huffman coding, eight bits a sample.
            (0xC0 or 0xC1 or 0xC2, 8) => sized,
            _ => sized with
            {
                Verdict = InspectionVerdict.UnsupportedFormat,
                Detail = "Lossless, hierarchical, arithmetic-coded and 12-bit JPEG are not accepted.",
            },
        };
    }

    private static int Length(ReadOnlySpan<byte> file, int position) => BinaryPrimitives.ReadUInt16BigEndian(file[position..]);

    private static bool IsFrameHeader(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    /// <summary>TEM, RST0-7 and SOI have no length.</summary>
    private static bool IsStandalone(byte marker) => marker is 0x01 or (>= 0xD0 and <= 0xD8);

    private static ImageInspection Damaged(ImageInspection header, string detail) =>
        header with { Verdict = InspectionVerdict.NotAnImage, Detail = detail };

    private static ImageInspection Truncated(ImageInspection header) =>
        header with { Verdict = InspectionVerdict.Truncated, Detail = "The JPEG ends before its end-of-image marker." };
}
