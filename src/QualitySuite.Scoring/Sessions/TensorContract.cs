using Microsoft.ML.OnnxRuntime;
using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Scoring.Sessions;

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
    public static int Check(InferenceSession session, ImageModelContract contract)
    {
        if (session.InputMetadata.Count != 1)
        {
            throw new ModelPackException($"The model has {session.InputMetadata.Count} inputs ({string.Join(", ", session.InputNames)}), a model of images has one.");
        }

        var batch = CheckTensor<float>(session.InputMetadata, "input", contract.Input.Name, ItemShape(contract.Input))[0];
        CheckTensor<float>(session.OutputMetadata, "output", contract.Output, [contract.OutputLength]);
        return batch switch
        {
            < 0 => int.MaxValue,
            1 => 1,
            _ => throw new ModelPackException($"The model takes batches of exactly {batch} images; the batch dimension must be free or 1."),
        };
    }

    /// <summary>The dimensions that the session has for a tensor, negative where free.</summary>
    /// <param name="tensors">The session's inputs or outputs.</param>
    /// <param name="role">What they are, for errors.</param>
    /// <param name="name">The wanted tensor.</param>
    /// <param name="itemShape">Its wanted shape without the batch dimension; -1: any.</param>
    /// <exception cref="ModelPackException">It is missing, or of another type or shape.</exception>
    public static int[] CheckTensor<T>(IReadOnlyDictionary<string, NodeMetadata> tensors, string role, string name, long[] itemShape)
    {
        if (!tensors.TryGetValue(name, out var tensor))
        {
            throw new ModelPackException($"The model has no {role} '{name}'; it has {string.Join(", ", tensors.Keys.Select(k => $"'{k}'"))}.");
        }

        if (!tensor.IsTensor || tensor.ElementType != typeof(T))
        {
            throw new ModelPackException($"The {role} '{name}' is not a {NameOf(typeof(T))} tensor but {tensor.ElementType?.Name ?? tensor.OnnxValueType.ToString()}.");
        }

        var actual = tensor.Dimensions;
        var fits = actual.Length == itemShape.Length + 1;
        for (var i = 0; fits && i < itemShape.Length; i++)
        {
            fits = actual[i + 1] < 0 || itemShape[i] < 0 || actual[i + 1] == itemShape[i];
        }

        return fits
            ? actual
            : throw new ModelPackException(
                $"The {role} '{name}' has the shape [{Shape(actual)}], the manifest says [N, {string.Join(", ", itemShape.Select(d => d < 0 ? "any" : $"{d}"))}].");
    }

    private static string NameOf(Type type) => type == typeof(float) ? "float" : "64-bit integer";

    private static string Shape(int[] dimensions) => string.Join(", ", dimensions.Select(d => d < 0 ? "N" : $"{d}"));
}
