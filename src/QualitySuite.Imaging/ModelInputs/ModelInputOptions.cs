namespace QualitySuite.Imaging;

/// <summary>
/// How an image becomes the input of a model, in the terms of transformers' image processors and torchvision's transforms. The defaults are
/// those of OpenAI's CLIP at 224 pixels.
/// </summary>
public sealed record ModelInputOptions
{
    /// <summary>With a <see cref="Crop"/> the length of the shorter side after resizing, the longer one keeping the aspect; without, both
    /// sides. Pixels, at least 1.</summary>
    public int Size { get; init; } = 224;

    /// <summary>The side of the square cut from the centre, 1 to <see cref="Size"/> pixels; null stretches the image instead.</summary>
    public int? Crop { get; init; } = 224;

    /// <summary>
    /// Whether four tiles of <see cref="Size"/>/2 pixels stand unscaled to the right of the whole image, one from the middle of each quadrant. Then
    /// there is no <see cref="Crop"/>, the filter is bicubic, and the size is even.
    /// </summary>
    public bool WithTiles { get; init; }

    public CropRounding CropRounding { get; init; } = CropRounding.Down;

    public ResampleFilter Filter { get; init; } = ResampleFilter.Bicubic;

    /// <summary>Subtracted on the 0-1 scale.</summary>
    public ChannelValues Mean { get; init; } = new(0.48145466f, 0.4578275f, 0.40821073f);

    /// <summary>Divided by on the 0-1 scale; not zero.</summary>
    public ChannelValues Deviation { get; init; } = new(0.26862954f, 0.26130258f, 0.27577711f);

    public ModelInputLayout Layout { get; init; } = ModelInputLayout.Nchw;

    /// <summary>Rows of the input.</summary>
    public int Height => Crop ?? Size;

    /// <summary>Columns of the input.</summary>
    public int Width => WithTiles ? 2 * Height : Height;

    /// <summary>Numbers of one image's input: <c>3 * Width * Height</c>.</summary>
    public int Length => 3 * Width * Height;
}
