using Microsoft.Extensions.Logging;
using QualitySuite.Imaging;
using QualitySuite.Scoring.ModelPacks;
using QualitySuite.Scoring.Sessions;
using QualitySuite.Scoring.Technical;

namespace QualitySuite.Scoring;

/// <summary>
/// Scores images with the technical measures and with every part of a model pack that can be used. A part that cannot is refused by
/// name (<see cref="Parts"/>) and its metrics are absent (<see cref="AbsentMetrics"/>); the others keep working.
/// </summary>
/// <remarks>
/// Two steps, so that a pipeline can overlap them: <see cref="Prepare"/> for one image, <see cref="Run"/> for a batch of prepared ones.
/// Both may be called from several threads at once. Construction loads, checks and warms up every model.
/// </remarks>
public sealed class ScoringEngine : IDisposable
{
    private readonly LoadedPack _pack;

    /// <exception cref="ModelPackException">The pack's folder or manifest cannot be read at all.</exception>
    /// <exception cref="ArgumentException">A threshold is configured for a metric that the pack does not name, or is not in (0, 1].</exception>
    public ScoringEngine(ScoringEngineOptions options, ILogger<ScoringEngine> logger)
    {
        var pack = ModelPack.Open(options.PackPath);
        var settings = new SessionSettings(options, logger);
        PackName = pack.Name;
        PackVersion = pack.Version;
        _pack = LoadedPack.Load(pack, settings, options, logger);
        Scorers = [.. TechnicalScorer.Scorers, .. _pack.Scorers];
        AbsentMetrics =
        [
            .. _pack.Parts.Where(p => p.Problem is not null).SelectMany(p => p.Metrics.Select(m => new AbsentMetric(m, p.Name, p.Problem!)))
                .Where(a => Scorers.All(s => s.Metric != a.Metric)),
        ];
    }

    public string PackName { get; }

    public string PackVersion { get; }

    /// <summary>Everything that gives scores here, one a metric.</summary>
    public IReadOnlyList<ScorerIdentity> Scorers { get; }

    /// <summary>All parts of the pack, refused ones included.</summary>
    public IReadOnlyList<LoadedPart> Parts => _pack.Parts;

    /// <summary>Metrics of refused parts.</summary>
    public IReadOnlyList<AbsentMetric> AbsentMetrics { get; }

    /// <summary>What computes the embeddings of <see cref="PreparedImage.Embeddings"/>.</summary>
    public IReadOnlyList<EncoderIdentity> Encoders => _pack.Encoders;

    /// <summary>Computes what needs no batch and makes the models' input tensors. The image may be disposed afterwards.</summary>
    /// <param name="image">The decoded image.</param>
    /// <param name="prompt">What it was asked for; null or blank: metrics that compare the two are absent.</param>
    public PreparedImage Prepare(RgbImage image, string? prompt = null)
    {
        var prepared = new PreparedImage(this, prompt, _pack.Models.Count, Scorers.Count);
        TechnicalScorer.Score(image, prepared);
        _pack.Brisque?.Score(image, prepared);
        for (var i = 0; i < _pack.Models.Count; i++)
        {
            prepared.Tensors[i] = _pack.Models[i].Prepare(image);
        }

        return prepared;
    }

    /// <summary>
    /// Runs every model on the batch, in runs of at most <see cref="ScoringEngineOptions.MaxBatch"/>; then all
    /// <see cref="PreparedImage.Scores"/> are complete. Called again after a failure it does only what is left.
    /// </summary>
    /// <exception cref="ScoringException">A model failed.</exception>
    public void Run(IReadOnlyList<PreparedImage> batch)
    {
        for (var i = 0; i < _pack.Models.Count; i++)
        {
            _pack.Models[i].Run(batch, i);
        }
    }

    /// <summary>Whether the score reaches the threshold that its metric has, if it has one.</summary>
    public bool Triggers(Score score) => _pack.Thresholds.TryGetValue(score.Metric, out var threshold) && score.Value >= threshold;

    /// <inheritdoc/>
    public void Dispose() => _pack.Dispose();

    internal void Release(PreparedImage image)
    {
        for (var i = 0; i < image.Tensors.Length; i++)
        {
            if (image.Tensors[i] is { } tensor)
            {
                image.Tensors[i] = null;
                _pack.Models[i].Return(tensor);
            }
        }
    }
}
