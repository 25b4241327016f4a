using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using QualitySuite.Scoring.DualEncoders;
using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Scoring.Heads;

/// <summary>Metrics from the embedding of a dual encoder. It needs no further look at the image.</summary>
internal sealed class HeadScorer
{
    private readonly HeadNetwork _network;
    private readonly HeadOutput _output;
    private readonly int[][] _columns;

    /// <exception cref="ModelPackException">The head cannot be used.</exception>
    public HeadScorer(ModelPack pack, HeadManifest manifest, DualEncoderScorer encoder)
    {
        _output = manifest.Output;
        _network = new HeadNetwork(
            manifest.Prompts is null
                ? HeadLayers.Load(pack, manifest, encoder.Encoder.Dimension)
                : [encoder.Compare(manifest.Prompts.Values, (float)manifest.Scale)],
            manifest.Output);
        _columns = [.. manifest.Metrics.Select(r => r.Labels.Select(l => manifest.OutputLabels.ToList().IndexOf(l)).Order().ToArray())];
        Scorers = [.. manifest.Metrics.Select((rule, i) => Identify(manifest, encoder, rule, _columns[i]))];
        HeadCheck.Check(_network, manifest);
    }

    /// <summary>One a metric.</summary>
    public IReadOnlyList<ScorerIdentity> Scorers { get; }

    /// <summary>Adds the head's scores of an embedding.</summary>
    public void Score(PreparedImage image, ReadOnlySpan<float> embedding)
    {
        var outputs = _network.Run(embedding);
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
