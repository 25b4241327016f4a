using Microsoft.ML.OnnxRuntime;
using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Scoring.Classifiers;

/// <summary>Compares names, types and shapes of a session with what a manifest says.</summary>
internal static class TensorContract
{
    /// <summary>Shape of one image's tensor, without the batch dimension.</summary>
    public static long[] ItemShape(TensorInput input) => input.Layout switch
    {
        TensorLayout.Nhwc => [input.Height, input.Width, 3],
        TensorLayout.Nchw => [3, input.Height, input.Width],
    };

    /// <summary>The largest batch that the session takes.</summary>
    /// <exception cref="ModelPackException">A tensor has another name, type or shape than the manifest says.</exception>
    public static int Check(InferenceSession session, ClassifierManifest manifest)
    {
        if (session.InputMetadata.Count != 1)
        {
            throw new ModelPackException($"The model has {session.InputMetadata.Count} inputs ({string.Join(", ", session.InputNames)}), a classifier has one.");
        }

        var batch = CheckTensor(session.InputMetadata, "input", manifest.Input.Name, ItemShape(manifest.Input));
        CheckTensor(session.OutputMetadata, "output", manifest.Output, [manifest.Labels.Count]);
        return batch switch
        {
            < 0 => int.MaxValue,
            1 => 1,
            _ => throw new ModelPackException($"The model takes batches of exactly {batch} images; the batch dimension must be free or 1."),
        };
    }

    private static int CheckTensor(IReadOnlyDictionary<string, NodeMetadata> tensors, string role, string name, long[] itemShape)
    {
        if (!tensors.TryGetValue(name, out var tensor))
        {
            throw new ModelPackException($"The model has no {role} '{name}'; it has {string.Join(", ", tensors.Keys.Select(k => $"'{k}'"))}.");
        }

        if (!tensor.IsTensor || tensor.ElementType != typeof(float))
        {
            throw new ModelPackException($"The {role} '{name}' is not a float tensor but {tensor.ElementType?.Name ?? tensor.OnnxValueType.ToString()}.");
        }

        var actual = tensor.Dimensions;
        var fits = actual.Length == itemShape.Length + 1;
        for (var i = 0; fits && i < itemShape.Length; i++)
        {
            fits = actual[i + 1] < 0 || actual[i + 1] == itemShape[i];
        }

        return fits
            ? actual[0]
            : throw new ModelPackException(
                $"The {role} '{name}' has the shape [{Shape(actual)}], the manifest says [N, {string.Join(", ", itemShape)}].");
    }

    private static string Shape(int[] dimensions) => string.Join(", ", dimensions.Select(d => d < 0 ? "N" : $"{d}"));
}
