using System.Diagnostics;
using Microsoft.Extensions.Logging;
using QualitySuite.Scoring.Classifiers;
using QualitySuite.Scoring.DualEncoders;
using QualitySuite.Scoring.Heads;
using QualitySuite.Scoring.ModelPacks;
using QualitySuite.Scoring.Sessions;
using QualitySuite.Scoring.Technical;

namespace QualitySuite.Scoring;

/// <summary>The parts of a pack, loaded as far as they can be.</summary>
internal sealed class LoadedPack : IDisposable
{
    private readonly List<LoadedPart> _parts = [];
    private readonly List<IImageScorer> _models = [];
    private readonly Dictionary<string, DualEncoderScorer> _encoders = new(StringComparer.Ordinal);
    private readonly List<ScorerIdentity> _scorers = [];
    private readonly Dictionary<string, double> _thresholds = new(StringComparer.Ordinal);

    private LoadedPack()
    {
    }

    public IReadOnlyList<LoadedPart> Parts => _parts;

    /// <summary>Parts that run an image model.</summary>
    public IReadOnlyList<IImageScorer> Models => _models;

    /// <summary>What computes embeddings.</summary>
    public IReadOnlyList<EncoderIdentity> Encoders => [.. _encoders.Values.Select(e => e.Encoder)];

    public BrisqueScorer? Brisque { get; private set; }

    public IReadOnlyList<ScorerIdentity> Scorers => _scorers;

    /// <summary>By metric; of refused parts too.</summary>
    public IReadOnlyDictionary<string, double> Thresholds => _thresholds;

    public static LoadedPack Load(ModelPack pack, SessionSettings settings, ScoringEngineOptions options, ILogger logger)
    {
        CheckThresholds(pack, options);
        var loaded = new LoadedPack();
        try
        {
            // Heads after the encoders they sit on, wherever they stand in the manifest.
            foreach (var part in pack.Parts.OrderBy(p => p.Manifest is HeadManifest))
            {
                loaded.Add(pack, part, settings, options, logger);
            }
        }
        catch
        {
            loaded.Dispose();
            throw;
        }

        return loaded;
    }

    public void Dispose()
    {
        foreach (var model in _models)
        {
            model.Dispose();
        }
    }

    private static void CheckThresholds(ModelPack pack, ScoringEngineOptions options)
    {
        var known = pack.Parts.Select(p => p.Manifest).OfType<PartManifest>().SelectMany(p => p.Rules).Select(r => r.Metric).ToHashSet(StringComparer.Ordinal);
        foreach (var (metric, threshold) in options.Thresholds)
        {
            if (!known.Contains(metric) || threshold is not (> 0 and <= 1))
            {
                throw new ArgumentException(
                    $"{nameof(options.Thresholds)}:{metric} is {threshold}: a threshold lies in (0, 1] and belongs to a metric of a classifier of the pack {pack.Name} ({string.Join(", ", known.Order())}).",
                    nameof(options));
            }
        }
    }

    private void Add(ModelPack pack, PackPart part, SessionSettings settings, ScoringEngineOptions options, ILogger logger)
    {
        var problem = part.Problem;
        try
        {
            if (problem is null)
            {
                Use(pack, part.Manifest!, settings, options);
            }
        }
        catch (ModelPackException exception)
        {
            problem = exception.Message;
        }

        var provider = part.Manifest is not BrisqueManifest ? settings.ExecutionProvider : ExecutionProvider.Cpu;
        _parts.Add(Describe(part, problem, provider, options));
        if (problem is null)
        {
            Log.PartLoaded(logger, pack.Name, pack.Version, part.Name, part.Kind, provider);
        }
        else
        {
            Log.PartRefused(logger, pack.Name, pack.Version, part.Name, problem);
        }
    }

    private void Use(ModelPack pack, PartManifest manifest, SessionSettings settings, ScoringEngineOptions options)
    {
        if (!File.Exists(Path.Combine(pack.Folder, manifest.Card)))
        {
            throw new ModelPackException($"The model card '{manifest.Card}' is missing.");
        }

        switch (manifest)
        {
            case ClassifierManifest classifier:
                Add(new ClassifierScorer(classifier, pack.ReadVerified(classifier.Model), settings, options.MaxBatch));
                break;
            case DualEncoderManifest encoder:
                var scorer = new DualEncoderScorer(encoder, pack, settings, options);
                _encoders.Add(encoder.Name, scorer);
                Add(scorer);
                break;
            case HeadManifest head:
                AddHead(pack, head);
                break;
            case BrisqueManifest brisque:
                Brisque = new BrisqueScorer(brisque, pack.ReadVerified(brisque.Model));
                _scorers.Add(Brisque.Scorer);
                break;
            default:
                throw new UnreachableException($"Nothing loads the kind {manifest.GetType().Name}.");
        }
    }

    private void AddHead(ModelPack pack, HeadManifest manifest)
    {
        if (!_encoders.TryGetValue(manifest.Encoder, out var encoder))
        {
            throw new ModelPackException($"The encoder '{manifest.Encoder}' that it sits on is not in use here.");
        }

        var head = new HeadScorer(pack, manifest, encoder);
        encoder.Add(head);
        _scorers.AddRange(head.Scorers);
    }

    private void Add(IImageScorer scorer)
    {
        _models.Add(scorer);
        _scorers.AddRange(scorer.Scorers);
    }

    private LoadedPart Describe(PackPart part, string? problem, ExecutionProvider provider, ScoringEngineOptions options)
    {
        var thresholds = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var rule in part.Manifest?.Rules ?? [])
        {
            var configured = options.Thresholds.TryGetValue(rule.Metric, out var value) ? value : rule.Threshold;
            if (configured is { } threshold)
            {
                thresholds[rule.Metric] = threshold;
                _thresholds[rule.Metric] = threshold;
            }
        }

        return new LoadedPart
        {
            Name = part.Name,
            Kind = part.Kind,
            Description = part.Manifest?.Description ?? "",
            Licence = part.Manifest?.Licence ?? "",
            Card = part.Manifest?.Card ?? "",
            Files = (part.Manifest?.Files ?? []).ToDictionary(f => f.Path, f => f.Sha256, StringComparer.Ordinal),
            Metrics = part.Metrics,
            Labels = part.Manifest?.OutputLabels ?? [],
            Thresholds = thresholds,
            ExecutionProvider = provider,
            Problem = problem,
        };
    }
}
