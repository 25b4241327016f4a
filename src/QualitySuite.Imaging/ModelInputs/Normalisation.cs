using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QualitySuite.Imaging;

/// <summary>The loops of <see cref="ModelInput.Normalise"/>. Subtraction and division are exact to the last bit in IEEE 754, so vectors and
/// single numbers agree on every machine.</summary>
internal static class Normalisation
{
    public static void Run(ReadOnlySpan<byte> rgb, ChannelValues mean, ChannelValues deviation, ModelInputLayout layout, Span<float> destination)
    {
        var done = layout == ModelInputLayout.Nchw ? RunPlanes(rgb, mean, deviation, destination) : 0;
        Plain(rgb, mean, deviation, layout, destination, done);
    }

    /// <summary>One number after the other, from pixel <paramref name="first"/> on.</summary>
    public static void Plain(
        ReadOnlySpan<byte> rgb, ChannelValues mean, ChannelValues deviation, ModelInputLayout layout, Span<float> destination, int first)
    {
        var pixels = rgb.Length / 3;
        var (pixelStep, channelStep) = layout == ModelInputLayout.Nchw ? (1, pixels) : (3, 1);
        for (var i = first; i < pixels; i++)
        {
            var target = i * pixelStep;
            destination[target] = ((rgb[3 * i] / 255f) - mean.Red) / deviation.Red;
            destination[target + channelStep] = ((rgb[(3 * i) + 1] / 255f) - mean.Green) / deviation.Green;
            destination[target + (2 * channelStep)] = ((rgb[(3 * i) + 2] / 255f) - mean.Blue) / deviation.Blue;
        }
    }

    private static int RunPlanes(ReadOnlySpan<byte> rgb, ChannelValues mean, ChannelValues deviation, Span<float> destination)
    {
        var pixels = rgb.Length / 3;
        ref var source = ref MemoryMarshal.GetReference(rgb);
        ref var reds = ref MemoryMarshal.GetReference(destination);
        ref var greens = ref Unsafe.Add(ref reds, pixels);
        ref var blues = ref Unsafe.Add(ref reds, 2 * pixels);
        var i = 0;
        for (; i + RgbLanes.Pixels <= pixels; i += RgbLanes.Pixels)
        {
            RgbLanes.Load(ref source, (nuint)(3 * i), out var red, out var green, out var blue);
            Store(red, mean.Red, deviation.Red, ref reds, (nuint)i);
            Store(green, mean.Green, deviation.Green, ref greens, (nuint)i);
            Store(blue, mean.Blue, deviation.Blue, ref blues, (nuint)i);
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<byte> levels, float mean, float deviation, ref float plane, nuint at)
    {
        var (lower, upper) = Vector256.Widen(RgbLanes.Widen(levels));
        Scale(lower, mean, deviation).StoreUnsafe(ref plane, at);
        Scale(upper, mean, deviation).StoreUnsafe(ref plane, at + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Scale(Vector256<int> levels, float mean, float deviation) =>
        ((Vector256.ConvertToSingle(levels) / Vector256.Create(255f)) - Vector256.Create(mean)) / Vector256.Create(deviation);
}
