namespace QualitySuite.Imaging;

/// <summary>
/// The technical measures of one image. All are finite for every image; what each gives for an image too small for it is written at its own
/// definition.
/// </summary>
/// <param name="Sharpness"><see cref="Imaging.Sharpness"/>: variance of the Laplacian, 0 and up, higher is sharper.</param>
/// <param name="BlurEffect"><see cref="Imaging.BlurEffect"/>: 0 (sharp) to 1 (blurred), lower is better.</param>
/// <param name="NoiseSigma"><see cref="NoiseLevel"/>: standard deviation of noise in grey levels, 0 and up, lower is better.</param>
/// <param name="Blockiness"><see cref="Imaging.Blockiness"/>: steps at the 8 x 8 grid over steps elsewhere, 1 is none, lower is
/// better.</param>
/// <param name="Banding"><see cref="Imaging.Banding"/>: false contours, 0 (none) to 1, lower is better.</param>
/// <param name="Contrast"><see cref="RmsContrast"/>: 0-0.5, neither direction is better.</param>
/// <param name="Colourfulness"><see cref="Imaging.Colourfulness"/>: 0 (grey) to about 110 (extremely colourful), neither direction is
/// better.</param>
/// <param name="ExposureClipping"><see cref="Imaging.ExposureClipping"/>: share of pixels at the ends of the scale, 0-1, lower is
/// better.</param>
/// <param name="Blank"><see cref="BlankImage"/>: 1 when the image is of one tone, else 0.</param>
public readonly record struct TechnicalMeasurement(
    double Sharpness,
    double BlurEffect,
    double NoiseSigma,
    double Blockiness,
    double Banding,
    double Contrast,
    double Colourfulness,
    double ExposureClipping,
    double Blank);
