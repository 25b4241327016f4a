using System.Collections.Concurrent;
using QualitySuite.Imaging;
using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Scoring.Classifiers;

/// <summary>A classifier of a pack with its metrics: each is the sum of the probabilities of some labels.</summary>
internal sealed class ClassifierScorer : IDisposable
{
    private readonly OnnxClassifier _classifier;
    private readonly TensorInput _input;
    private readonly int[][] _columns;
    private readonly ConcurrentBag<float[]> _tensors = [];

    /// <summary>Loads, checks against the canary, and so warms up.</summary>
    /// <exception cref="ModelPackException">The model cannot be used.</exception>
    public ClassifierScorer(ClassifierManifest manifest, byte[] model, SessionSettings settings, int maxBatch)
    {
        _input = manifest.Input;
        _columns = [.. manifest.Metrics.Select(r => r.Labels.Select(l => manifest.Labels.ToList().IndexOf(l)).Order().ToArray())];
        Scorers = [.. manifest.Metrics.Select((rule, i) => Identify(manifest, rule, _columns[i]))];
        _classifier = new OnnxClassifier(manifest, model, settings, maxBatch);
        try
        {
            ClassifierCanary.Check(_classifier, manifest);
        }
        catch
        {
            _classifier.Dispose();
            throw;
        }
    }

    /// <summary>One a metric.</summary>
    public IReadOnlyList<ScorerIdentity> Scorers { get; }

    /// <summary>The image's tensor in a pooled buffer; it goes back by <see cref="Run"/> or <see cref="Return"/>.</summary>
    public float[] Prepare(RgbImage image)
    {
        if (!_tensors.TryTake(out var tensor))
        {
            tensor = GC.AllocateUninitializedArray<float>(_classifier.InputLength);
        }

        ImageTensor.Fill(image, _input, tensor);
        return tensor;
    }

    public void Return(float[] tensor) => _tensors.Add(tensor);

    /// <summary>Scores the images that still hold a tensor in <paramref name="slot"/>, and takes the tensors back.</summary>
    /// <exception cref="ScoringException">The model fails; images that were not reached keep their tensors.</exception>
    public void Run(IReadOnlyList<PreparedImage> images, int slot)
    {
        var buffers = _classifier.Rent();
        try
        {
            var next = 0;
            while (next < images.Count)
            {
                var first = next;
                var count = 0;
                for (; next < images.Count && count < _classifier.MaxBatch; next++)
                {
                    if (images[next].Tensors[slot] is { } tensor)
                    {
                        tensor.CopyTo(buffers.InputOf(count++));
                    }
                }

                if (count > 0)
                {
                    Spread(_classifier.Run(buffers, count), images, first, next, slot);
                }
            }
        }
        finally
        {
            _classifier.Return(buffers);
        }
    }

    public void Dispose() => _classifier.Dispose();

    private static ScorerIdentity Identify(ClassifierManifest manifest, MetricRule rule, int[] columns) => ScorerIdentity.Create(
        rule.Metric,
        $"{manifest.Description}: {string.Join(" + ", rule.Labels)}",
        ("kind", ClassifierManifest.KindName),
        ("weights", manifest.Model.Sha256),
        ("preprocessing", $"{manifest.Input.Resize}/{ImageTensor.Version} {manifest.Input.Width}x{manifest.Input.Height} 0..1"),
        ("output", $"{manifest.Output}:{string.Join('+', columns)}"));

    private void Spread(ReadOnlySpan<float> outputs, IReadOnlyList<PreparedImage> images, int first, int end, int slot)
    {
        for (var i = first; i < end; i++)
        {
            if (images[i].Tensors[slot] is not { } tensor)
            {
                continue;
            }

            AddScores(outputs[.._classifier.LabelCount], images[i]);
            outputs = outputs[_classifier.LabelCount..];
            images[i].Tensors[slot] = null;
            Return(tensor);
        }
    }

    private void AddScores(ReadOnlySpan<float> probabilities, PreparedImage image)
    {
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
