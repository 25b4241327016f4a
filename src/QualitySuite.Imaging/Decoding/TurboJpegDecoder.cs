using SkiaSharp;

namespace QualitySuite.Imaging;

/// <summary>
/// Plain JPEG by libturbojpeg, in less than half of SkiaSharp's time and with the same bytes: eight bits, grey or YCbCr in the common
/// subsamplings, sRGB. It gives no verdicts: whatever it does not take, or warns of, is SkiaSharp's to decode or to refuse.
/// </summary>
internal static class TurboJpegDecoder
{
    /// <summary>TJSAMP_GRAY, after 4:4:4, 4:2:2 and 4:2:0; for the rarer ones above it releases of libjpeg-turbo upsample
    /// differently.</summary>
    private const int SubsamplingGrey = 3;

    private const int ColourSpaceYCbCr = 1;
    private const int ColourSpaceGrey = 2;

    /// <summary>Decodes the file that <paramref name="codec"/> has read the header of, or gives null.</summary>
    public static unsafe RgbImage? TryDecode(byte* file, int length, SKCodec codec, SKImageInfo info)
    {
        if (TurboJpegLibrary.Instance is not { } library || codec.EncodedFormat != SKEncodedImageFormat.Jpeg
            || info.ColorSpace is { IsSrgb: false })
        {
            return null;
        }

        var decompressor = TurboJpegHandle.OfThread(library);
        if (decompressor.IsInvalid
            || library.DecompressHeader(decompressor.Value, file, length, out var width, out var height, out var subsampling, out var colours) != 0
            || (width, height) != (info.Width, info.Height)
            || subsampling is < 0 or > SubsamplingGrey
            || colours is not (ColourSpaceYCbCr or ColourSpaceGrey))
        {
            return null;
        }

        var target = OrientedRows.For(codec.EncodedOrigin, width, height);
        var image = new RgbImage(target.Width, target.Height);
        var isDecoded = target.IsUpright
            ? DecodeUpright(library, decompressor, file, length, image)
            : DecodeTurned(library, decompressor, file, length, width, height, target, image);
        GC.KeepAlive(decompressor);
        if (isDecoded)
        {
            return image;
        }

        image.Dispose();
        return null;
    }

    private static unsafe bool DecodeUpright(TurboJpegLibrary library, TurboJpegHandle decompressor, byte* file, int length, RgbImage image)
    {
        fixed (byte* pixels = image.Pixels)
        {
            return library.Decompress(
                decompressor.Value, file, length, pixels, image.Width, image.Height, TurboJpegLibrary.PixelFormatRgb) == 0;
        }
    }

    private static unsafe bool DecodeTurned(
        TurboJpegLibrary library, TurboJpegHandle decompressor, byte* file, int length, int width, int height, OrientedRows target, RgbImage image)
    {
        var bytes = checked(width * height * 4);
        var buffer = PixelPool.Rent(bytes);
        try
        {
            fixed (byte* pixels = buffer)
            {
                if (library.Decompress(decompressor.Value, file, length, pixels, width, height, TurboJpegLibrary.PixelFormatRgba) != 0)
                {
                    return false;
                }
            }

            target.Write(buffer.AsSpan(0, bytes), 0, isOpaque: true, image.Pixels);
            return true;
        }
        finally
        {
            PixelPool.Return(buffer);
        }
    }
}
