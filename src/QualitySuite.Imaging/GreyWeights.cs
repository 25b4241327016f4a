namespace QualitySuite.Imaging;

/// <summary>
/// Fixed-point BT.601 luma: <c>(Red * R + Green * G + Blue * B + half) >> Shift</c>. Two roundings of one standard exist because two
/// libraries whose numbers are compared with ours round differently.
/// </summary>
/// <param name="Red">Weight of red, in units of 2^-Shift.</param>
/// <param name="Green">Weight of green.</param>
/// <param name="Blue">Weight of blue.</param>
/// <param name="Shift">Fractional bits of the weights.</param>
public readonly record struct GreyWeights(int Red, int Green, int Blue, int Shift)
{
    /// <summary>Pillow's <c>convert("L")</c> (libImaging/Convert.c).</summary>
    public static GreyWeights Pillow => new(19595, 38470, 7471, 16);

    /// <summary>OpenCV's 8-bit <c>COLOR_RGB2GRAY</c> (imgproc/src/color_rgb.simd.hpp).</summary>
    public static GreyWeights OpenCv => new(9798, 19235, 3735, 15);
}
