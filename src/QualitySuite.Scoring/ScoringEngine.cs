using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using QualitySuite.Imaging;
using QualitySuite.Scoring.DualEncoders;
using QualitySuite.Scoring.ModelPacks;
using QualitySuite.Scoring.Sessions;
using QualitySuite.Scoring.Technical;

namespace QualitySuite.Scoring;

/// <summary>
/// Scores images with the technical measures and with every part of some model packs that can be used. A part that cannot is refused by
/// name (<see cref="Parts"/>) and its metrics are absent (<see cref="AbsentMetrics"/>); one that fails later, on an image, takes its own
/// metrics from that image only (<see cref="PreparedImage.Failures"/>).
/// </summary>
/// <remarks>
/// Two steps, so that a pipeline can overlap them: <see cref="Prepare"/> for one image, <see cref="Run"/> for a batch of prepared ones.
/// Both may be called from several threads at once. Construction loads, checks and warms up every model.
/// </remarks>
public sealed class ScoringEngine : IDisposable
{
    private readonly ILogger _logger;
    private readonly LoadedPacks _packs;
    private readonly ScoringPlans _plans;
    private readonly HashSet<string> _shadows;
    private readonly ConcurrentDictionary<(string Pack, string Part), FailingPart> _failing = new();

    /// <exception cref="ModelPackException">The pack's folder or manifest cannot be read at all.</exception>
    /// <exception cref="ArgumentException">A threshold, a sampling share or a shadow pack is configured for what is not there, or is outside its range.</exception>
    public ScoringEngine(ScoringEngineOptions options, ILogger<ScoringEngine> logger)
    {
        _logger = logger;
        var selection = PackSelection.Open(options);
        Packs =
        [
            .. selection.Packs.Select(p => options.ShadowPacks.TryGetValue(p.Name, out var share)
                ? new LoadedPackInfo(p.Name, p.Version, share, Shadow: true)
                : new LoadedPackInfo(p.Name, p.Version, 1, Shadow: false)),
        ];
        _packs = LoadedPacks.Load(selection, new SessionSettings(options, logger), options, logger);
        Scorers = [.. TechnicalScorer.Scorers, .. _packs.Scorers.Select(s => s.Scorer)];
        var shadows = Packs.Where(p => p.Shadow).ToDictionary(p => p.Name, p => p.Share, StringComparer.Ordinal);
        _shadows = [.. _packs.Scorers.Where(s => shadows.ContainsKey(s.Pack)).Select(s => s.Scorer.Identity)];
        _plans = new ScoringPlans([.. TechnicalScorer.Scorers.Select(s => new PackScorer("", "", s)), .. _packs.Scorers], _packs.Models, options.Sampling, shadows);
        AbsentMetrics =
        [
            .. _packs.Parts.Where(p => p.Problem is not null).SelectMany(p => p.Metrics.Select(m => new AbsentMetric(m, p.Pack, p.Name, p.Problem!)))
                .Where(a => Scorers.All(s => s.Metric != a.Metric)),
        ];
    }

    /// <summary>The packs in use, that of <see cref="ScoringEngineOptions.PackPath"/> first.</summary>
    public IReadOnlyList<LoadedPackInfo> Packs { get; }

    /// <summary>Everything that gives scores here; several for a metric where several packs give it.</summary>
    public IReadOnlyList<ScorerIdentity> Scorers { get; }

    /// <summary>All parts of the packs, refused ones included.</summary>
    public IReadOnlyList<LoadedPart> Parts => _packs.Parts;

    /// <summary>Metrics of refused parts that no other part gives.</summary>
    public IReadOnlyList<AbsentMetric> AbsentMetrics { get; }

    /// <summary>Parts whose last image they failed on.</summary>
    public IReadOnlyCollection<FailingPart> FailingParts => [.. _failing.Values];

    /// <summary>What computes the embeddings of <see cref="PreparedImage.Embeddings"/>.</summary>
    public IReadOnlyList<EncoderIdentity> Encoders => _packs.Encoders;

    /// <summary>What a generation gets, by <see cref="ScoringEngineOptions.Sampling"/> and <see cref="ScoringEngineOptions.ShadowPacks"/>.</summary>
    public ScoringPlan PlanFor(Guid generationId) => _plans.Of(generationId);

    /// <summary>The scorers of some metrics, whatever is sampled; without those of shadow packs. None named: all metrics.</summary>
    public ScoringPlan PlanFor(IReadOnlySet<string> metrics) => metrics.Count == 0 ? _plans.Gate : _plans.Of(metrics);

    /// <summary>Computes what needs no batch and makes the models' input tensors. The image may be disposed afterwards.</summary>
    /// <param name="image">The decoded image.</param>
    /// <param name="prompt">What it was asked for; null or blank: metrics that compare the two are absent.</param>
    /// <param name="plan">What to compute; null: all that there is.</param>
    public PreparedImage Prepare(RgbImage image, string? prompt = null, ScoringPlan? plan = null)
    {
        var prepared = new PreparedImage(this, prompt, plan ?? _plans.Everything);
        TechnicalScorer.Score(image, prepared);
        foreach (var brisque in _packs.Brisques)
        {
            brisque.Score(image, prepared);
        }

        for (var i = 0; i < _packs.Models.Count; i++)
        {
            if (prepared.Plan.Models[i])
            {
                prepared.Tensors[i] = _packs.Models[i].Scorer.Prepare(image);
            }
        }

        return prepared;
    }

    /// <summary>
    /// Runs every model on the batch, in runs of at most <see cref="ScoringEngineOptions.MaxBatch"/>; then all
    /// <see cref="PreparedImage.Scores"/> are complete. A model that fails on the batch is run on each image alone; an image that it fails on
    /// even so lacks its metrics and says so in <see cref="PreparedImage.Failures"/>.
    /// </summary>
    public void Run(IReadOnlyList<PreparedImage> batch)
    {
        var working = new List<(string Pack, string Part)>();
        for (var slot = 0; slot < _packs.Models.Count; slot++)
        {
            var model = _packs.Models[slot];
            var waited = !_failing.IsEmpty && batch.Any(image => image.Tensors[slot] is not null);
            try
            {
                model.Scorer.Run(batch, slot);
                if (waited)
                {
                    working.Add((model.Pack, model.Part));
                }
            }
            catch (ScoringException exception) when (batch.Count == 1)
            {
                Fail(batch[0], slot, exception);
            }
            catch (ScoringException)
            {
                RunAlone(batch, slot);
            }
        }

        NoteFailures(batch, working);
    }

    /// <summary>Prompts in the space of the images' embeddings: with a cosine of the two a scorer compares image and prompt.</summary>
    /// <param name="scorer">One that compares them, such as that of <c>clip_score</c>.</param>
    /// <param name="prompts">Any texts; a longer one than the encoder reads is cut.</param>
    /// <returns>In the order of the prompts, with the encoder of <see cref="PreparedImage.Embeddings"/>.</returns>
    /// <exception cref="ArgumentException">The scorer is none that a dual encoder here gives.</exception>
    /// <exception cref="ScoringException">The text model fails on the prompts.</exception>
    public IReadOnlyList<Embedding> EmbedPrompts(ScorerIdentity scorer, IReadOnlyList<string> prompts)
    {
        var encoder = _packs.Models.Select(m => m.Scorer).OfType<DualEncoderScorer>().FirstOrDefault(e => e.Scorers.Contains(scorer))
            ?? throw new ArgumentException($"No dual encoder here gives {scorer.Metric} by {scorer.Identity}.", nameof(scorer));
        var found = encoder.Embed(prompts);
        return [.. prompts.Select(prompt => new Embedding(encoder.Encoder.Identity, found[prompt].Values))];
    }

    /// <summary>Whether the score reaches the threshold that its scorer has, if it has one. Those of shadow packs are on trial and trigger nothing.</summary>
    public bool Triggers(Score score) =>
        _packs.Thresholds.TryGetValue(score.Scorer, out var threshold) && score.Value >= threshold && !IsShadow(score.Scorer);

    /// <summary>Whether a shadow pack gives the scorer.</summary>
    public bool IsShadow(string scorer) => _shadows.Contains(scorer);

    /// <inheritdoc/>
    public void Dispose() => _packs.Dispose();

    internal void Release(PreparedImage image)
    {
        for (var i = 0; i < image.Tensors.Length; i++)
        {
            ReturnTensor(image, i);
        }
    }

    private void NoteFailures(IReadOnlyList<PreparedImage> batch, List<(string Pack, string Part)> working)
    {
        var failures = batch.SelectMany(image => image.Failures).ToList();
        if (!_failing.IsEmpty)
        {
            var scored = batch.SelectMany(image => image.Scores).Select(s => s.Scorer).ToHashSet(StringComparer.Ordinal);
            working.AddRange(_packs.Scorers.Where(s => scored.Contains(s.Scorer.Identity)).Select(s => (s.Pack, s.Part)));
            foreach (var part in working.Except(failures.Select(f => (f.Pack, f.Part))))
            {
                _failing.TryRemove(part, out _);
            }
        }

        foreach (var failure in failures)
        {
            _failing.AddOrUpdate(
                (failure.Pack, failure.Part),
                _ => new FailingPart(failure.Pack, failure.Part, failure.Reason, 1),
                (_, earlier) => earlier with { Reason = failure.Reason, Images = earlier.Images + 1 });
            Log.PartFailed(_logger, failure.Pack, failure.Part, failure.Reason);
        }
    }

    private void RunAlone(IReadOnlyList<PreparedImage> batch, int slot)
    {
        foreach (var image in batch)
        {
            try
            {
                _packs.Models[slot].Scorer.Run([image], slot);
            }
            catch (ScoringException exception)
            {
                Fail(image, slot, exception);
            }
        }
    }

    private void Fail(PreparedImage image, int slot, ScoringException exception)
    {
        ReturnTensor(image, slot);
        var model = _packs.Models[slot];
        var known = image.Failures.SelectMany(f => f.Metrics).ToHashSet(StringComparer.Ordinal);
        image.Add(new FailedPart(
            model.Pack, model.Part, exception.Message, [.. model.Scorer.Scorers.Where(image.Wants).Select(s => s.Metric).Where(m => !known.Contains(m))]));
    }

    private void ReturnTensor(PreparedImage image, int slot)
    {
        if (image.Tensors[slot] is { } tensor)
        {
            image.Tensors[slot] = null;
            _packs.Models[slot].Scorer.Return(tensor);
        }
    }
}
