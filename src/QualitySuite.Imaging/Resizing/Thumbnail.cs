using SkiaSharp;

namespace QualitySuite.Imaging;

/// <summary>Small previews for pages. Scores never come from them.</summary>
public static class Thumbnail
{
    private const float Quality = 80;

    /// <summary>
    /// Writes a WebP of quality 80 whose longer side is at most <paramref name="maxSide"/>, upright, in sRGB, transparency over white; a
    /// smaller image keeps its size.
    /// </summary>
    /// <param name="file">The whole original file.</param>
    /// <param name="maxSide">Pixels, at least 1.</param>
    /// <param name="destination">Receives the WebP; is not closed.</param>
    /// <exception cref="ImageDecodeException">As <see cref="ImageDecoder.Decode(ReadOnlySpan{byte}, long)"/>.</exception>
    public static void EncodeWebP(ReadOnlySpan<byte> file, int maxSide, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSide, 1);
        using var image = ImageDecoder.Decode(file);
        var info = new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque, SKColorSpace.CreateSrgb());
        var buffer = PixelPool.Rent(info.BytesSize);
        try
        {
            AddAlpha(image.Pixels, buffer);
            unsafe
            {
                fixed (byte* pixels = buffer)
                {
                    using var original = new SKPixmap(info, (nint)pixels, info.RowBytes);
                    Encode(original, Fit(info, maxSide), destination);
                }
            }
        }
        finally
        {
            PixelPool.Return(buffer);
        }
    }

    private static SKImageInfo Fit(SKImageInfo info, int maxSide)
    {
        var factor = Math.Min(1, maxSide / (double)Math.Max(info.Width, info.Height));
        return info.WithSize(Math.Max(1, (int)Math.Round(info.Width * factor)), Math.Max(1, (int)Math.Round(info.Height * factor)));
    }

    private static void Encode(SKPixmap original, SKImageInfo size, Stream destination)
    {
        using var scaled = new SKBitmap(size);
        using var pixels = scaled.PeekPixels();

        // Mipmaps: a plain bilinear filter would skip pixels when it shrinks by more than two.
        if (!original.ScalePixels(pixels, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear))
            || !pixels.Encode(destination, new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, Quality)))
        {
            throw new InvalidOperationException($"SkiaSharp could not encode a {size.Width} x {size.Height} WebP.");
        }
    }

    private static void AddAlpha(ReadOnlySpan<byte> rgb, Span<byte> rgba)
    {
        for (int from = 0, to = 0; from < rgb.Length; from += 3, to += 4)
        {
            rgba[to] = rgb[from];
            rgba[to + 1] = rgb[from + 1];
            rgba[to + 2] = rgb[from + 2];
            rgba[to + 3] = 255;
        }
    }
}
