using System.Globalization;

namespace QualitySuite.Imaging;

/// <summary>
/// Reads headers and structure only, never pixels, so that a decompression bomb costs nothing. Animations (APNG, animated WebP) are
/// refused: a score of the first frame would be a score of something that no user saw.
/// </summary>
public static class ImageInspector
{
    /// <summary>The largest accepted width times height: 64 megapixels.</summary>
    public const long DefaultMaxPixels = 64L * 1000 * 1000;

    /// <summary>Judges <paramref name="file"/>. Never throws, whatever the bytes are.</summary>
    /// <param name="file">The whole file: its end is looked at.</param>
    /// <param name="maxPixels">The largest accepted width times height.</param>
    public static ImageInspection Inspect(ReadOnlySpan<byte> file, long maxPixels = DefaultMaxPixels)
    {
        if (file.IsEmpty)
        {
            return NotAnImage("The file is empty.");
        }

        return ImageSignature.Of(file) switch
        {
            ("image/png", _) => PngStructure.Inspect(file, maxPixels),
            ("image/jpeg", _) => JpegStructure.Inspect(file, maxPixels),
            ("image/webp", _) => WebPStructure.Inspect(file, maxPixels),
            ({ } type, { } name) => new ImageInspection(
                type == "image/gif" ? ImageFormat.Gif : ImageFormat.Other,
                0,
                0,
                type,
                InspectionVerdict.UnsupportedFormat,
                $"{name} is not accepted; send PNG, JPEG or WebP."),
            _ => NotAnImage("The file does not start like any image format."),
        };
    }

    internal static ImageInspection? RefuseSize(ImageInspection header, long maxPixels)
    {
        if (header.Width < 1 || header.Height < 1)
        {
            return header with { Verdict = InspectionVerdict.NotAnImage, Detail = "The header gives a width or a height of zero." };
        }

        // RgbImage holds three bytes a pixel in one array.
        var limit = Math.Min(maxPixels, (Array.MaxLength - RgbImage.SlackBytes) / 3);
        return (long)header.Width * header.Height <= limit
            ? null
            : header with
            {
                Verdict = InspectionVerdict.TooManyPixels,
                Detail = string.Create(
                    CultureInfo.InvariantCulture,
                    $"The image has {header.Width} x {header.Height} pixels; at most {limit} are accepted."),
            };
    }

    private static ImageInspection NotAnImage(string detail) =>
        new(ImageFormat.Other, 0, 0, ImageSignature.UnknownContentType, InspectionVerdict.NotAnImage, detail);
}
