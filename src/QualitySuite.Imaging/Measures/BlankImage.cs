namespace QualitySuite.Imaging;

/// <summary>
/// <c>blank</c>: 1 when the image is of one tone, else 0: what a diffusion model gives when half precision overflows to NaN (black), when
/// decoding fails (grey) or when a safety filter paints over. One tone means that in each of red, green and blue the standard deviation is
/// below 1 level and the range at most 16, so that JPEG's rounding does not hide it. Lower is better. A definition of ours.
/// <para>Blind to: a blank image with a caption, a border or a watermark on it, and faint gradients count as blank.</para>
/// <para>An image of one pixel is of one tone and gives 1.</para>
/// </summary>
public static class BlankImage
{
    /// <summary>The largest difference between two pixels in one channel, in levels.</summary>
    public const int MaxRange = 16;

    /// <summary>The standard deviation from which on an image has content, in levels.</summary>
    public const double MinDeviation = 1;

    /// <summary>Measures interleaved RGB pixels, at least one. Nearly every image is decided within its first rows.</summary>
    public static double Measure(ReadOnlySpan<byte> rgb)
    {
        for (var channel = 0; channel < 3; channel++)
        {
            if (HasContent(rgb, channel))
            {
                return 0;
            }
        }

        return 1;
    }

    private static bool HasContent(ReadOnlySpan<byte> rgb, int channel)
    {
        byte low = 255, high = 0;
        long sum = 0, squares = 0;
        for (var i = channel; i < rgb.Length; i += 3)
        {
            var level = rgb[i];
            low = Math.Min(low, level);
            high = Math.Max(high, level);
            if (high - low > MaxRange)
            {
                return true;
            }

            sum += level;
            squares += level * level;
        }

        var count = rgb.Length / 3.0;
        var mean = sum / count;
        return (squares / count) - (mean * mean) >= MinDeviation * MinDeviation;
    }
}
