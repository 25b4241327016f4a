using QualitySuite.Scoring.ModelPacks;
using QualitySuite.Scoring.Weights;

namespace QualitySuite.Scoring.Heads;

/// <summary>Reads the layers of a head from its files.</summary>
internal static class HeadLayers
{
    /// <param name="pack">The head's pack.</param>
    /// <param name="manifest">A head with layers.</param>
    /// <param name="dimension">Numbers in an embedding; null: as many as the first layer takes.</param>
    /// <exception cref="ModelPackException">A file or a tensor in it is missing, damaged, or of a shape that does not fit.</exception>
    public static IReadOnlyList<AffineLayer> Load(ModelPack pack, HeadManifest manifest, int? dimension)
    {
        var files = manifest.Files.ToDictionary(f => f, f => ReadFile(pack, f));
        var layers = new List<AffineLayer>();
        var inputs = dimension;
        foreach (var layer in manifest.Layers!)
        {
            layers.Add(Create(layer, files[layer.File], inputs));
            inputs = layers[^1].Outputs;
        }

        var outputs = layers[^1].Outputs;
        return outputs == manifest.OutputLabels.Count
            ? layers
            : throw new ModelPackException($"The last layer has {outputs} outputs, the manifest names {manifest.OutputLabels.Count} labels.");
    }

    private static IReadOnlyDictionary<string, WeightTensor> ReadFile(ModelPack pack, PackFile file)
    {
        var content = pack.ReadVerified(file);
        try
        {
            return Path.GetExtension(file.Path) switch
            {
                ".npy" => new Dictionary<string, WeightTensor> { [""] = NpyFile.Read(content) },
                ".pth" or ".pt" => TorchFile.Read(content),
                _ => throw new InvalidDataException("its name ends neither in .npy nor in .pth or .pt."),
            };
        }
        catch (InvalidDataException exception)
        {
            throw new ModelPackException($"The weights '{file.Path}' cannot be read: {exception.Message}", exception);
        }
    }

    private static AffineLayer Create(HeadLayer layer, IReadOnlyDictionary<string, WeightTensor> tensors, int? inputs)
    {
        var weight = Find(layer.File, tensors, layer.Weight ?? "");
        if (weight.Shape is not [var outputs, var columns] || columns != (inputs ?? columns) || columns == 0 || outputs == 0)
        {
            throw new ModelPackException($"{NameOf(layer)} has the shape [{string.Join(", ", weight.Shape)}]; it must be [outputs, {(inputs is null ? "inputs" : $"{inputs}")}].");
        }

        var bias = layer.Bias is null ? null : Find(layer.File, tensors, layer.Bias);
        return bias is null || (bias.Shape.Count == 1 && bias.Shape[0] == outputs)
            ? new AffineLayer(weight.Values, bias?.Values, columns, layer.Activation)
            : throw new ModelPackException($"'{layer.Bias}' in '{layer.File.Path}' has the shape [{string.Join(", ", bias.Shape)}]; it must be [{outputs}].");
    }

    private static WeightTensor Find(PackFile file, IReadOnlyDictionary<string, WeightTensor> tensors, string name)
    {
        if (!tensors.TryGetValue(name, out var tensor))
        {
            throw new ModelPackException($"'{file.Path}' has no tensor '{name}'; it has {string.Join(", ", tensors.Keys.Select(k => $"'{k}'"))}.");
        }

        return Array.TrueForAll(tensor.Values, float.IsFinite)
            ? tensor
            : throw new ModelPackException($"A number of '{name}' in '{file.Path}' is not finite.");
    }

    private static string NameOf(HeadLayer layer) => layer.Weight is null ? $"'{layer.File.Path}'" : $"'{layer.Weight}' in '{layer.File.Path}'";
}
