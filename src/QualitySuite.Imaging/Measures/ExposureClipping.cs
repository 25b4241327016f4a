using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QualitySuite.Imaging;

/// <summary>
/// <c>exposure_clipping</c>: the share of pixels whose luma is at most 2 or at least 253, where detail is lost. Three levels at each end
/// rather than one, because JPEG scatters clipped areas by a level or two. Range 0-1; lower is better. A definition of ours; the idea is
/// the clipping warning of every photo editor.
/// <para>Blind to: intended black and white (logos, line art, product shots on white), and clipping of a single colour channel.</para>
/// </summary>
public static class ExposureClipping
{
    /// <summary>The brightest luma that counts as crushed.</summary>
    public const byte DarkLevel = 2;

    /// <summary>The darkest luma that counts as blown out.</summary>
    public const byte BrightLevel = 253;

    /// <summary>Vectors counted before 8-bit lanes are emptied.</summary>
    private const int StepsPerFlush = 255;

    /// <summary>Measures luma levels 0-255, at least one.</summary>
    public static double Measure(ReadOnlySpan<byte> luma)
    {
        ref var level = ref MemoryMarshal.GetReference(luma);
        long clipped = 0;
        var i = 0;
        while (i + 32 <= luma.Length)
        {
            var end = Math.Min(luma.Length - 32, i + (32 * (StepsPerFlush - 1)));
            var counts = Vector256<byte>.Zero;
            for (; i <= end; i += 32)
            {
                var levels = Vector256.LoadUnsafe(ref level, (nuint)i);

                // All bits of a lane set is -1 in a byte, so subtracting counts.
                counts -= Vector256.LessThanOrEqual(levels, Vector256.Create(DarkLevel))
                    | Vector256.GreaterThanOrEqual(levels, Vector256.Create(BrightLevel));
            }

            var (lower, upper) = Vector256.Widen(counts);
            clipped += Vector256.Sum(lower + upper);
        }

        for (; i < luma.Length; i++)
        {
            clipped += luma[i] is <= DarkLevel or >= BrightLevel ? 1 : 0;
        }

        return clipped / (double)luma.Length;
    }
}
