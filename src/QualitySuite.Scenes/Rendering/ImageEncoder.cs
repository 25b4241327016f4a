using SkiaSharp;

namespace QualitySuite.Scenes.Rendering;

/// <summary>Turns pictures into files as an image service would.</summary>
public static class ImageEncoder
{
    private const int JpegQuality = 92;
    private const int WebpQuality = 90;

    // Level 9, Skia's default, takes several times as long for a few per cent of size.
    private static readonly SKPngEncoderOptions Png = new(SKPngEncoderFilterFlags.Sub, zLibLevel: 3);

    public static byte[] Encode(SKBitmap picture, ImageFormat format)
    {
        using var pixels = picture.PeekPixels();
        using var data = format switch
        {
            ImageFormat.Jpeg => pixels.Encode(Jpeg(JpegQuality)),
            ImageFormat.Png => pixels.Encode(Png),
            ImageFormat.Webp => pixels.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, WebpQuality)),
        };
        return Bytes(data);
    }

    /// <summary>With <paramref name="quality"/> of libjpeg, 0 to 100, and colours at half the resolution.</summary>
    internal static byte[] EncodeJpeg(SKBitmap picture, int quality)
    {
        using var pixels = picture.PeekPixels();
        using var data = pixels.Encode(Jpeg(quality));
        return Bytes(data);
    }

    private static SKJpegEncoderOptions Jpeg(int quality) => new(quality, SKJpegEncoderDownsample.Downsample420, SKJpegEncoderAlphaOption.Ignore);

    private static byte[] Bytes(SKData? data) => data?.ToArray() ?? throw new InvalidOperationException("Skia cannot encode this picture.");

    public static string MediaType(ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => "image/jpeg",
        ImageFormat.Png => "image/png",
        ImageFormat.Webp => "image/webp",
    };

    public static string Extension(ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => ".jpg",
        ImageFormat.Png => ".png",
        ImageFormat.Webp => ".webp",
    };
}
