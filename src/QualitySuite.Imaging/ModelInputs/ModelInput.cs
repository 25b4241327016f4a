namespace QualitySuite.Imaging;

/// <summary>
/// The pixels that a CLIP-like model is given, equal bit by bit to those of transformers' <c>CLIPImageProcessor</c> and
/// <c>SiglipImageProcessor</c> on NumPy (image_transforms.py) and of torchvision's <c>Resize</c>, <c>CenterCrop</c>, <c>ToTensor</c>,
/// <c>Normalize</c> on Pillow images.
/// </summary>
public static class ModelInput
{
    /// <summary>Resizes, crops and normalises <paramref name="image"/> into <paramref name="destination"/>; only pixels that stay are
    /// made.</summary>
    /// <param name="image">The source.</param>
    /// <param name="options">How.</param>
    /// <param name="destination">Receives <see cref="ModelInputOptions.Length"/> numbers in <see cref="ModelInputOptions.Layout"/>.</param>
    /// <exception cref="ArgumentException">A size is below 1, the crop is larger than the resized image, tiles come with an odd size, a crop or another
    /// filter than bicubic, a deviation is zero, or the destination is too short.</exception>
    public static void Fill(RgbImage image, ModelInputOptions options, Span<float> destination)
    {
        using var pixels = Resize(image, options);
        Normalise(pixels, options, destination);
    }

    /// <summary>The 8-bit pixels of <see cref="Fill"/> before they are normalised. The caller disposes them.</summary>
    /// <exception cref="ArgumentException">A size is below 1, the crop is larger than the resized image, or tiles come with an odd size, a crop or
    /// another filter than bicubic.</exception>
    public static RgbImage Resize(RgbImage image, ModelInputOptions options)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(options);
        var size = options.Size;
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, nameof(options));
        if (options.WithTiles)
        {
            return size % 2 == 0 && options is { Crop: null, Filter: ResampleFilter.Bicubic }
                ? WholeAndTiles.Compose(image, size)
                : throw new ArgumentException("Tiles need an even size, no crop and the bicubic filter.", nameof(options));
        }

        if (options.Crop is not { } crop)
        {
            return Resampling.Resize(image, size, size, options.Filter, new PixelRegion(0, 0, size, size));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(crop, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(crop, size, nameof(options));
        var (width, height) = image.Width <= image.Height
            ? (size, LongSide(size, image.Height, image.Width))
            : (LongSide(size, image.Width, image.Height), size);
        var region = new PixelRegion(CropStart(width, crop, options.CropRounding), CropStart(height, crop, options.CropRounding), crop, crop);
        return Resampling.Resize(image, width, height, options.Filter, region);
    }

    /// <summary>
    /// <c>(x / 255 - mean) / deviation</c> in single precision, each step rounded: what transformers computes, since its product with 1/255
    /// in double precision, rounded to single, is the quotient for every x of 0-255.
    /// </summary>
    /// <param name="pixels">An image of any size.</param>
    /// <param name="options">Mean, deviation and layout.</param>
    /// <param name="destination">Receives three numbers a pixel.</param>
    /// <exception cref="ArgumentException">A deviation is zero, or the destination is too short.</exception>
    public static void Normalise(RgbImage pixels, ModelInputOptions options, Span<float> destination)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Deviation is not { Red: not 0, Green: not 0, Blue: not 0 })
        {
            throw new ArgumentException("A deviation of zero cannot be divided by.", nameof(options));
        }

        var rgb = pixels.Pixels;
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, rgb.Length, nameof(destination));
        Normalisation.Run(rgb, options.Mean, options.Deviation, options.Layout, destination[..rgb.Length]);
    }

    /// <summary>Python's <c>int(size * long / short)</c>.</summary>
    private static int LongSide(int size, int longer, int shorter) => checked((int)((double)((long)size * longer) / shorter));

    private static int CropStart(int side, int crop, CropRounding rounding) =>
        rounding == CropRounding.Down ? (side - crop) / 2 : (int)Math.Round((side - crop) / 2.0, MidpointRounding.ToEven);
}
