using System.Buffers;
using QualitySuite.Imaging;
using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Scoring.Sessions;

/// <summary>Turns an image into a model's input tensor.</summary>
internal static class ImageTensor
{
    /// <summary>Part of every model's identity: raise it when the same image would give other tensor values.</summary>
    public const string Version = "1";

    /// <summary>What an identity says of the way from image to tensor.</summary>
    public static string Identify(TensorInput input)
    {
        var values = input.Mean is { } mean && input.Std is { } std
            ? FormattableString.Invariant($"({mean[0]:r} {mean[1]:r} {mean[2]:r})/({std[0]:r} {std[1]:r} {std[2]:r})")
            : "0..1";
        var crop = input.CropRounding == CropRounding.Down ? "" : $" {input.CropRounding}";
        return $"{input.Resize}/{Version} {input.Width}x{input.Height} {values}{crop}";
    }

    /// <summary>Writes <c>[height, width, 3]</c> or <c>[3, height, width]</c>.</summary>
    public static void Fill(RgbImage image, TensorInput input, Span<float> tensor)
    {
        if (input.ModelInput is { } options)
        {
            ModelInput.Fill(image, options, tensor);
        }
        else
        {
            FillAlignedCorners(image, input, tensor);
        }
    }

    private static void FillAlignedCorners(RgbImage image, TensorInput input, Span<float> tensor)
    {
        if (input.Layout == TensorLayout.Nhwc)
        {
            Resampling.BilinearAlignCorners(image, input.Width, input.Height, tensor, 1f / byte.MaxValue);
            return;
        }

        var interleaved = ArrayPool<float>.Shared.Rent(tensor.Length);
        Resampling.BilinearAlignCorners(image, input.Width, input.Height, interleaved.AsSpan(0, tensor.Length), 1f / byte.MaxValue);
        Deinterleave(interleaved.AsSpan(0, tensor.Length), tensor);
        ArrayPool<float>.Shared.Return(interleaved);
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
