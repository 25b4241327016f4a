using SkiaSharp;

namespace QualitySuite.Imaging;

/// <summary>
/// Decodes PNG, JPEG and WebP to what a browser would show on a white page: EXIF orientation applied, colours taken from the embedded ICC
/// profile to sRGB (sRGB where there is none), CMYK, grey, palette and 16-bit samples as 8-bit RGB, transparency over white.
/// </summary>
public static class ImageDecoder
{
    /// <summary>The <see cref="AppContext"/> switch that, set to false before the first image, leaves all JPEG to SkiaSharp.</summary>
    public const string TurboJpegSwitch = "QualitySuite.Imaging.TurboJpeg";

    private const int StripRows = 32;

    /// <summary>Whether this machine has libturbojpeg, which decodes plain JPEG to the same bytes in less than half the time.</summary>
    public static bool UsesTurboJpeg => TurboJpegLibrary.Instance is not null;

    /// <summary>Decodes <paramref name="file"/>. The caller disposes the image.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="maxPixels">The largest accepted width times height.</param>
    /// <exception cref="ImageDecodeException">
    /// The file fails <see cref="ImageInspector.Inspect"/>, or its data is damaged or ends early. No missing rows are filled up to make a
    /// success, with one exception: a JPEG whose scan was cut and closed again with an end marker decodes with a grey rest, since libjpeg
    /// only warns of it.
    /// </exception>
    public static RgbImage Decode(ReadOnlySpan<byte> file, long maxPixels = ImageInspector.DefaultMaxPixels) =>
        Decode(file, maxPixels, useTurboJpeg: true);

    /// <summary>The same, by SkiaSharp alone on request.</summary>
    internal static RgbImage Decode(ReadOnlySpan<byte> file, long maxPixels, bool useTurboJpeg)
    {
        var inspection = ImageInspector.Inspect(file, maxPixels);
        if (inspection.Verdict != InspectionVerdict.Ok)
        {
            throw new ImageDecodeException(FailureOf(inspection.Verdict), inspection.Detail);
        }

        unsafe
        {
            fixed (byte* bytes = file)
            {
                // The data is not copied: the codec is gone before the span is unpinned.
                using var data = SKData.Create((nint)bytes, file.Length);
                using var codec = SKCodec.Create(data) ?? throw Damaged("The decoder does not recognise the data.");
                var info = codec.Info;
                if (info.Width != inspection.Width || info.Height != inspection.Height)
                {
                    throw Damaged("The decoder reads another size than the header gives.");
                }

                return (useTurboJpeg ? TurboJpegDecoder.TryDecode(bytes, file.Length, codec, info) : null) ?? DecodePixels(codec, info);
            }
        }
    }

    private static RgbImage DecodePixels(SKCodec codec, SKImageInfo encoded)
    {
        var (width, height) = (encoded.Width, encoded.Height);
        var target = OrientedRows.For(codec.EncodedOrigin, width, height);
        var isOpaque = encoded.AlphaType == SKAlphaType.Opaque;
        var info = new SKImageInfo(
            width, height, SKColorType.Rgba8888, isOpaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul, SKColorSpace.CreateSrgb());
        var image = new RgbImage(target.Width, target.Height);
        try
        {
            // JPEG comes in strips that stay in the cache; the other codecs only decode whole images.
            if (codec.StartScanlineDecode(info) == SKCodecResult.Success)
            {
                DecodeStrips(codec, info, target, isOpaque, image.Pixels);
            }
            else
            {
                DecodeWhole(codec, info, target, isOpaque, image.Pixels);
            }

            return image;
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    private static unsafe void DecodeStrips(SKCodec codec, SKImageInfo info, OrientedRows target, bool isOpaque, Span<byte> rgb)
    {
        var buffer = PixelPool.Rent(info.RowBytes * StripRows);
        try
        {
            fixed (byte* pixels = buffer)
            {
                for (var y = 0; y < info.Height; y += StripRows)
                {
                    var rows = Math.Min(StripRows, info.Height - y);
                    if (codec.GetScanlines((nint)pixels, rows, info.RowBytes) != rows)
                    {
                        throw new ImageDecodeException(ImageDecodeFailure.Truncated, "The image data ends before the last row.");
                    }

                    target.Write(buffer.AsSpan(0, rows * info.RowBytes), y, isOpaque, rgb);
                }
            }
        }
        finally
        {
            PixelPool.Return(buffer);
        }
    }

    private static unsafe void DecodeWhole(SKCodec codec, SKImageInfo info, OrientedRows target, bool isOpaque, Span<byte> rgb)
    {
        var buffer = PixelPool.Rent(info.BytesSize);
        try
        {
            fixed (byte* pixels = buffer)
            {
                var result = codec.GetPixels(info, (nint)pixels, info.RowBytes, SKCodecOptions.Default);
                if (result != SKCodecResult.Success)
                {
                    throw result == SKCodecResult.IncompleteInput
                        ? new ImageDecodeException(ImageDecodeFailure.Truncated, "The image data ends before the last row.")
                        : Damaged($"The image data is damaged ({result}).");
                }
            }

            target.Write(buffer.AsSpan(0, info.BytesSize), 0, isOpaque, rgb);
        }
        finally
        {
            PixelPool.Return(buffer);
        }
    }

    private static ImageDecodeFailure FailureOf(InspectionVerdict verdict) => verdict switch
    {
        InspectionVerdict.UnsupportedFormat => ImageDecodeFailure.UnsupportedFormat,
        InspectionVerdict.Truncated => ImageDecodeFailure.Truncated,
        InspectionVerdict.TooManyPixels => ImageDecodeFailure.TooManyPixels,
        _ => ImageDecodeFailure.NotAnImage,
    };

    private static ImageDecodeException Damaged(string message) => new(ImageDecodeFailure.Damaged, message);
}
