namespace QualitySuite.Imaging;

/// <summary>All closed-form measures of an image, over one shared luma plane.</summary>
public static class TechnicalMeasures
{
    /// <summary>Identifies these formulas and their roundings; it changes when any number could.</summary>
    public const string Version = "technical-2";

    /// <summary>Measures <paramref name="image"/>; luma is BT.601 in 8 bits, rounded as Pillow does.</summary>
    public static TechnicalMeasurement Measure(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        using var luma = GreyPlane.From(image, GreyWeights.Pillow);
        var levels = luma.Pixels;
        var (width, height) = (luma.Width, luma.Height);
        return new TechnicalMeasurement(
            Sharpness.Measure(levels, width, height),
            BlurEffect.Measure(levels, width, height),
            NoiseLevel.Measure(levels, width, height),
            Blockiness.Measure(levels, width, height),
            Banding.Measure(levels, width, height),
            RmsContrast.Measure(levels),
            Colourfulness.Measure(image.Pixels),
            ExposureClipping.Measure(levels),
            BlankImage.Measure(image.Pixels));
    }
}
