using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using System.Security.Cryptography;
using System.Text;
using QualitySuite.Scoring.DualEncoders;
using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Scoring.Heads;

/// <summary>Metrics from the embedding of a dual encoder. It needs no further look at the image.</summary>
internal sealed class HeadScorer
{
    private readonly IReadOnlyList<AffineLayer> _layers;
    private readonly HeadOutput _output;
    private readonly int[][] _columns;

    /// <exception cref="ModelPackException">The head cannot be used.</exception>
    public HeadScorer(ModelPack pack, HeadManifest manifest, DualEncoderScorer encoder)
    {
        _output = manifest.Output;
        _layers = manifest.Prompts is null
            ? HeadLayers.Load(pack, manifest, encoder.Encoder.Dimension)
            : [encoder.Compare(manifest.Prompts.Values, (float)manifest.Scale)];
        _columns = [.. manifest.Metrics.Select(r => r.Labels.Select(l => manifest.OutputLabels.ToList().IndexOf(l)).Order().ToArray())];
        Scorers = [.. manifest.Metrics.Select((rule, i) => Identify(manifest, encoder, rule, _columns[i]))];
        CheckCanary(manifest, encoder.Encoder.Dimension);
    }

    /// <summary>One a metric.</summary>
    public IReadOnlyList<ScorerIdentity> Scorers { get; }

    /// <summary>Adds the head's scores of an embedding.</summary>
    public void Score(PreparedImage image, ReadOnlySpan<float> embedding)
    {
        var outputs = Run(embedding);
        for (var i = 0; i < _columns.Length; i++)
        {
            var sum = 0.0;
            foreach (var column in _columns[i])
            {
                sum += outputs[column];
            }

            image.Add(new Score(Scorers[i].Metric, _output == HeadOutput.Value ? sum : Math.Clamp(sum, 0, 1), Scorers[i].Identity));
        }
    }

    private float[] Run(ReadOnlySpan<float> embedding)
    {
        float[] values = [.. embedding];
        foreach (var layer in _layers)
        {
            values = layer.Apply(values);
        }

        switch (_output)
        {
            case HeadOutput.Softmax:
                // Shifted by the greatest, which changes nothing but keeps the exponentials finite.
                TensorPrimitives.Subtract(values, TensorPrimitives.Max<float>(values), values);
                TensorPrimitives.SoftMax(values, values);
                break;
            case HeadOutput.Sigmoid:
                TensorPrimitives.Sigmoid<float>(values, values);
                break;
            case HeadOutput.Value:
                break;
            default:
                throw new UnreachableException($"The output {_output} is not one that a manifest can have.");
        }

        return Array.TrueForAll(values, float.IsFinite) ? values : throw new ScoringException("The head gave a number that is not finite.");
    }

    private void CheckCanary(HeadManifest manifest, int dimension)
    {
        float[] outputs;
        try
        {
            outputs = Run(Embedding.Normalise(CanaryEmbedding(manifest.Canary.Seed, dimension)));
        }
        catch (ScoringException exception)
        {
            throw new ModelPackException($"On the canary: {exception.Message}", exception);
        }

        for (var i = 0; i < outputs.Length; i++)
        {
            var recorded = manifest.Canary.Outputs[i];
            if (!(Math.Abs(outputs[i] - recorded) <= manifest.Canary.Tolerance))
            {
                throw new ModelPackException(
                    $"On the canary the output '{manifest.OutputLabels[i]}' is {outputs[i]:g6}; recorded is {recorded:g6} with a tolerance of {manifest.Canary.Tolerance:g2}.");
            }
        }
    }

    private static float[] CanaryEmbedding(uint seed, int dimension)
    {
        var values = new float[dimension];
        for (var i = 0; i < dimension; i++)
        {
            seed = unchecked((seed * 1664525) + 1013904223);
            values[i] = (seed >> 16) - 32767.5f;
        }

        return values;
    }

    private static ScorerIdentity Identify(HeadManifest manifest, DualEncoderScorer encoder, MetricRule rule, int[] columns) => ScorerIdentity.Create(
        rule.Metric,
        $"{manifest.Description}: {string.Join(" + ", rule.Labels)}",
        ("kind", HeadManifest.KindName),
        ("encoder", encoder.Encoder.Identity),
        ("layers", Describe(manifest, encoder)),
        ("output", $"{manifest.Output}:{string.Join('+', columns)}"));

    /// <summary>All that the outputs come from. Texts are hashed, each behind its length, so that no two lists read alike.</summary>
    private static string Describe(HeadManifest manifest, DualEncoderScorer encoder)
    {
        if (manifest.Prompts is null)
        {
            return string.Join(';', manifest.Layers!.Select(l => $"{l.File.Sha256} {l.Weight} {l.Bias} {l.Activation}"));
        }

        var texts = new StringBuilder();
        foreach (var label in manifest.Prompts.Values)
        {
            texts.Append(CultureInfo.InvariantCulture, $"{label.Count}:");
            foreach (var text in label)
            {
                texts.Append(CultureInfo.InvariantCulture, $"{text.Length}:{text}");
            }
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(texts.ToString())));
        return FormattableString.Invariant($"prompts {hash} {manifest.Scale:r} {encoder.TextIdentity}");
    }
}
