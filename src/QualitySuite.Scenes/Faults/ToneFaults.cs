namespace QualitySuite.Scenes.Faults;

/// <summary>Colour matrices of Skia, <c>[4, 5]</c> row-major on values of 0 to 1, and what a table by value does.</summary>
internal static class ToneFaults
{
    private const int MostLevels = 20;
    private const int LeastLevels = 6;

    /// <summary>SVG's feColorMatrix saturate (luminance 0.213, 0.715, 0.072), then contrast about mid grey.</summary>
    public static float[] Saturation(float s, float contrast)
    {
        const float r = 0.213f, g = 0.715f, b = 0.072f;
        var offset = 0.5f * (1 - contrast);
        return
        [
            contrast * (r + (1 - r) * s), contrast * (g - g * s), contrast * (b - b * s), 0, offset,
            contrast * (r - r * s), contrast * (g + (1 - g) * s), contrast * (b - b * s), 0, offset,
            contrast * (r - r * s), contrast * (g - g * s), contrast * (b + (1 - b) * s), 0, offset,
            0, 0, 0, 1, 0,
        ];
    }

    /// <summary>Leaves each channel of RGBA pixels 20 (severity 0) to 6 (severity 1) evenly spaced values.</summary>
    public static void Quantise(Span<byte> pixels, float severity)
    {
        var steps = MathF.Round(MostLevels + (LeastLevels - MostLevels) * severity) - 1;
        Span<byte> nearest = stackalloc byte[256];
        for (var value = 0; value < nearest.Length; value++)
        {
            nearest[value] = (byte)MathF.Round(MathF.Round(value * steps / 255) * 255 / steps);
        }

        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = nearest[pixels[i]];
        }
    }
}
