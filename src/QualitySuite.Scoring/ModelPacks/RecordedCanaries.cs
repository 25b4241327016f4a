using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Microsoft.ML.OnnxRuntime;

namespace QualitySuite.Scoring.ModelPacks;

/// <summary>Canaries on their way into a <c>pack.json</c>.</summary>
internal sealed class RecordedCanaries
{
    private const int NumbersOfAnEmbedding = 8;
    private readonly Dictionary<int, object> _byPart = [];

    /// <summary>The runtime and kind of processor that answers come from.</summary>
    public static string Here => $"ONNX Runtime {OrtEnv.Instance().GetVersionString()}, {RuntimeInformation.ProcessArchitecture}";

    /// <summary>As many numbers as are recorded of an embedding.</summary>
    public static IReadOnlyList<double> FirstNumbers(float[] embedding) => Numbers(embedding.AsSpan(0, Math.Min(NumbersOfAnEmbedding, embedding.Length)));

    /// <summary>The shortest decimals that read back as the same floats.</summary>
    public static IReadOnlyList<double> Numbers(ReadOnlySpan<float> values)
    {
        var numbers = new double[values.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = double.Parse(values[i].ToString("r", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        }

        return numbers;
    }

    public void Add(int part, object canary) => _byPart.Add(part, canary);

    /// <summary>Changes nothing but these parts' <c>canary</c>. The file is replaced as a whole: no reader sees half of it.</summary>
    public void WriteInto(string folder)
    {
        if (_byPart.Count == 0)
        {
            return;
        }

        var path = Path.Combine(folder, ModelPack.ManifestName);
        var manifest = JsonNode.Parse(File.ReadAllBytes(path))!;
        foreach (var (part, canary) in _byPart)
        {
            manifest["parts"]![part]!["canary"] = PackJson.ToNode(canary);
        }

        PackJson.Write(manifest, path);
    }
}
