using Microsoft.Extensions.Logging;
using QualitySuite.Scoring.Classifiers;
using QualitySuite.Scoring.ModelPacks;
using QualitySuite.Scoring.Technical;

namespace QualitySuite.Scoring;

/// <summary>The parts of a pack, loaded as far as they can be.</summary>
internal sealed class LoadedPack : IDisposable
{
    private readonly List<LoadedPart> _parts = [];
    private readonly List<ClassifierScorer> _classifiers = [];
    private readonly List<ScorerIdentity> _scorers = [];
    private readonly Dictionary<string, double> _thresholds = new(StringComparer.Ordinal);

    private LoadedPack()
    {
    }

    public IReadOnlyList<LoadedPart> Parts => _parts;

    public IReadOnlyList<ClassifierScorer> Classifiers => _classifiers;

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
            foreach (var part in pack.Parts)
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
        foreach (var classifier in _classifiers)
        {
            classifier.Dispose();
        }
    }

    private static void CheckThresholds(ModelPack pack, ScoringEngineOptions options)
    {
        var known = pack.Parts.Select(p => p.Manifest).OfType<ClassifierManifest>().SelectMany(c => c.MetricIds).ToHashSet(StringComparer.Ordinal);
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
                Use(pack, part.Manifest!, settings, options.MaxBatch);
            }
        }
        catch (ModelPackException exception)
        {
            problem = exception.Message;
        }

        var provider = part.Manifest is ClassifierManifest ? settings.ExecutionProvider : ExecutionProvider.Cpu;
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

    private void Use(ModelPack pack, PartManifest manifest, SessionSettings settings, int maxBatch)
    {
        var model = pack.ReadVerified(manifest.Model);
        if (!File.Exists(Path.Combine(pack.Folder, manifest.Card)))
        {
            throw new ModelPackException($"The model card '{manifest.Card}' is missing.");
        }

        switch (manifest)
        {
            case ClassifierManifest classifier:
                var scorer = new ClassifierScorer(classifier, model, settings, maxBatch);
                _classifiers.Add(scorer);
                _scorers.AddRange(scorer.Scorers);
                break;
            case BrisqueManifest brisque:
                Brisque = new BrisqueScorer(brisque, model);
                _scorers.Add(Brisque.Scorer);
                break;
        }
    }

    private LoadedPart Describe(PackPart part, string? problem, ExecutionProvider provider, ScoringEngineOptions options)
    {
        var thresholds = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var rule in (part.Manifest as ClassifierManifest)?.Metrics ?? [])
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
            WeightsSha256 = part.Manifest?.Model.Sha256 ?? "",
            Metrics = part.Metrics,
            Labels = (part.Manifest as ClassifierManifest)?.Labels ?? [],
            Thresholds = thresholds,
            ExecutionProvider = provider,
            Problem = problem,
        };
    }
}
