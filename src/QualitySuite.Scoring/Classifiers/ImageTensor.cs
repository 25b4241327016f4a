using System.Buffers;
using QualitySuite.Imaging;
using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Scoring.Classifiers;

/// <summary>Turns an image into a classifier's input tensor.</summary>
internal static class ImageTensor
{
    /// <summary>Part of every classifier's identity: raise it when the same image would give other tensor values.</summary>
    public const string Version = "1";

    /// <summary>Writes <c>[height, width, 3]</c> or <c>[3, height, width]</c>, sRGB 0-1.</summary>
    public static void Fill(RgbImage image, TensorInput input, Span<float> tensor)
    {
        switch (input.Layout)
        {
            case TensorLayout.Nhwc:
                Resize(image, input, tensor);
                break;
            case TensorLayout.Nchw:
                var interleaved = ArrayPool<float>.Shared.Rent(tensor.Length);
                Resize(image, input, interleaved.AsSpan(0, tensor.Length));
                Deinterleave(interleaved.AsSpan(0, tensor.Length), tensor);
                ArrayPool<float>.Shared.Return(interleaved);
                break;
        }
    }

    private static void Resize(RgbImage image, TensorInput input, Span<float> interleaved)
    {
        switch (input.Resize)
        {
            case ResizeMethod.BilinearAlignCorners:
                Resampling.BilinearAlignCorners(image, input.Width, input.Height, interleaved, 1f / byte.MaxValue);
                break;
        }
    }

    private static void Deinterleave(ReadOnlySpan<float> interleaved, Span<float> planar)
    {
        var plane = interleaved.Length / 3;
        var red = planar[..plane];
        var green = planar.Slice(plane, plane);
        var blue = planar.Slice(2 * plane, plane);
        for (var i = 0; i < plane; i++)
        {
            red[i] = interleaved[3 * i];
            green[i] = interleaved[(3 * i) + 1];
            blue[i] = interleaved[(3 * i) + 2];
        }
    }
}
