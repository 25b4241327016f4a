using QualitySuite.Imaging;
using QualitySuite.Scoring.ModelPacks;
using QualitySuite.Scoring.Sessions;

namespace QualitySuite.Scoring.Classifiers;

/// <summary>A classifier with its metrics: each is the sum of the probabilities of some labels.</summary>
internal sealed class ClassifierScorer : IImageScorer
{
    private const int LabelsOnStack = 256;

    private readonly BatchedImageModel _model;
    private readonly ClassifierActivation _activation;
    private readonly int[][] _columns;

    /// <summary>Loads, checks against the canary, and so warms up.</summary>
    /// <exception cref="ModelPackException">The model cannot be used.</exception>
    public ClassifierScorer(ClassifierManifest manifest, byte[] model, SessionSettings settings, int maxBatch)
    {
        _activation = manifest.Activation;
        _columns = [.. manifest.Metrics.Select(r => r.Labels.Select(l => manifest.Labels.ToList().IndexOf(l)).Order().ToArray())];
        Scorers = [.. manifest.Metrics.Select((rule, i) => Identify(manifest, rule, _columns[i]))];
        _model = new BatchedImageModel(manifest.Contract, model, settings, maxBatch);
        try
        {
            ClassifierCanary.Check(_model.Model, manifest);
        }
        catch
        {
            _model.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ScorerIdentity> Scorers { get; }

    /// <inheritdoc/>
    public float[] Prepare(RgbImage image) => _model.Prepare(image);

    /// <inheritdoc/>
    public void Return(float[] tensor) => _model.Return(tensor);

    /// <inheritdoc/>
    public void Run(IReadOnlyList<PreparedImage> images, int slot) => _model.Run(images, slot, AddScores);

    public void Dispose() => _model.Dispose();

    private static ScorerIdentity Identify(ClassifierManifest manifest, MetricRule rule, int[] columns) => ScorerIdentity.Create(
        rule.Metric,
        $"{manifest.Description}: {string.Join(" + ", rule.Labels)}",
        ("kind", ClassifierManifest.KindName),
        ("weights", manifest.Model.Sha256),
        ("preprocessing", ImageTensor.Identify(manifest.Input)),
        ("output", $"{manifest.Output}:{string.Join('+', columns)}{(manifest.Activation == ClassifierActivation.None ? "" : $" {manifest.Activation}")}"));

    private void AddScores(PreparedImage image, ReadOnlySpan<float> outputs)
    {
        Span<float> probabilities = outputs.Length <= LabelsOnStack ? stackalloc float[outputs.Length] : new float[outputs.Length];
        outputs.CopyTo(probabilities);
        ClassifierProbabilities.Apply(_activation, probabilities);
        for (var rule = 0; rule < _columns.Length; rule++)
        {
            var sum = 0.0;
            foreach (var column in _columns[rule])
            {
                sum += probabilities[column];
            }

            // Rounded outputs can add up to a hair above 1.
            image.Add(new Score(Scorers[rule].Metric, Math.Clamp(sum, 0, 1), Scorers[rule].Identity));
        }
    }
}
