using System.Diagnostics;
using Microsoft.Extensions.Logging;
using QualitySuite.Scoring.Classifiers;
using QualitySuite.Scoring.DualEncoders;
using QualitySuite.Scoring.Heads;
using QualitySuite.Scoring.ModelPacks;
using QualitySuite.Scoring.Sessions;
using QualitySuite.Scoring.Technical;

namespace QualitySuite.Scoring;

/// <summary>The parts of all packs, loaded as far as they can be.</summary>
internal sealed class LoadedPacks : IDisposable
{
    private readonly List<LoadedPart> _parts = [];
    private readonly List<LoadedModel> _models = [];
    private readonly List<BrisqueScorer> _brisques = [];
    private readonly Dictionary<string, DualEncoderScorer> _encoders = new(StringComparer.Ordinal);
    private readonly List<PackScorer> _scorers = [];
    private readonly Dictionary<string, double> _thresholds = new(StringComparer.Ordinal);
    private readonly SessionSettings _settings;
    private readonly ScoringEngineOptions _options;
    private readonly ILogger _logger;

    private LoadedPacks(SessionSettings settings, ScoringEngineOptions options, ILogger logger)
    {
        _settings = settings;
        _options = options;
        _logger = logger;
    }

    public IReadOnlyList<LoadedPart> Parts => _parts;

    /// <summary>Parts that run an image model; the index is the slot of <see cref="PreparedImage.Tensors"/>.</summary>
    public IReadOnlyList<LoadedModel> Models => _models;

    public IReadOnlyList<BrisqueScorer> Brisques => _brisques;

    /// <summary>What computes embeddings.</summary>
    public IReadOnlyList<EncoderIdentity> Encoders => [.. _encoders.Values.Select(e => e.Encoder)];

    public IReadOnlyList<PackScorer> Scorers => _scorers;

    /// <summary>By scorer identity.</summary>
    public IReadOnlyDictionary<string, double> Thresholds => _thresholds;

    public static LoadedPacks Load(PackSelection packs, SessionSettings settings, ScoringEngineOptions options, ILogger logger)
    {
        var loaded = new LoadedPacks(settings, options, logger);
        try
        {
            foreach (var (folder, problem) in packs.Refused)
            {
                loaded._parts.Add(new LoadedPart { Pack = folder, Name = "pack.json", Kind = "", Metrics = [], Problem = problem });
                Log.PackRefused(logger, folder, problem);
            }

            // Heads after the encoders they sit on, in whichever pack these are and wherever they stand in its manifest.
            foreach (var (pack, part) in packs.Packs.SelectMany(pack => pack.Parts.Select(part => (pack, part))).OrderBy(p => p.part.Manifest is HeadManifest))
            {
                loaded.Add(pack, part);
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
            model.Scorer.Dispose();
        }
    }

    private void Add(ModelPack pack, PackPart part)
    {
        var problem = part.Problem;
        try
        {
            if (problem is null)
            {
                Use(pack, part.Manifest!);
            }
        }
        catch (ModelPackException exception)
        {
            problem = exception.Message;
        }

        var provider = part.Manifest is not BrisqueManifest ? _settings.ExecutionProvider : ExecutionProvider.Cpu;
        _parts.Add(Describe(pack, part, problem, provider));
        if (problem is null)
        {
            Log.PartLoaded(_logger, pack.Name, pack.Version, part.Name, part.Kind, provider);
        }
        else
        {
            Log.PartRefused(_logger, pack.Name, pack.Version, part.Name, problem);
        }
    }

    private void Use(ModelPack pack, PartManifest manifest)
    {
        pack.RequireCard(manifest);
        switch (manifest)
        {
            case ClassifierManifest classifier:
                AddModel(pack, manifest, new ClassifierScorer(classifier, pack.ReadVerified(classifier.Model), _settings, _options.MaxBatch));
                break;
            case DualEncoderManifest encoder:
                var scorer = new DualEncoderScorer(encoder, pack, _settings, _options);
                AddModel(pack, manifest, scorer);
                _encoders.Add($"{pack.Name}/{encoder.Name}", scorer);
                break;
            case HeadManifest head:
                AddHead(pack, head);
                break;
            case BrisqueManifest brisque:
                var measure = new BrisqueScorer(brisque, pack.ReadVerified(brisque.Model));
                Register(pack, manifest, [measure.Scorer]);
                _brisques.Add(measure);
                break;
            default:
                throw new UnreachableException($"Nothing loads the kind {manifest.GetType().Name}.");
        }
    }

    private void AddHead(ModelPack pack, HeadManifest manifest)
    {
        var name = manifest.Encoder.Contains('/', StringComparison.Ordinal) ? manifest.Encoder : $"{pack.Name}/{manifest.Encoder}";
        if (!_encoders.TryGetValue(name, out var encoder))
        {
            throw new ModelPackException($"The encoder '{manifest.Encoder}' that it sits on is not in use here.");
        }

        var head = new HeadScorer(pack, manifest, encoder);
        Register(pack, manifest, head.Scorers);
        encoder.Add(head, pack.Name, manifest.Name);
    }

    private void AddModel(ModelPack pack, PartManifest manifest, IImageScorer scorer)
    {
        try
        {
            Register(pack, manifest, scorer.Scorers);
            _models.Add(new LoadedModel(pack.Name, manifest.Name, scorer));
        }
        catch
        {
            scorer.Dispose();
            throw;
        }
    }

    private void Register(ModelPack pack, PartManifest manifest, IReadOnlyList<ScorerIdentity> scorers)
    {
        if (_scorers.Find(s => scorers.Any(other => other.Identity == s.Scorer.Identity)) is { } twin)
        {
            throw new ModelPackException($"The part '{twin.Part}' of the pack {twin.Pack} gives the same scores: {twin.Scorer.Metric} by the same weights in the same way.");
        }

        foreach (var scorer in scorers)
        {
            _scorers.Add(new PackScorer(pack.Name, manifest.Name, scorer));
            if (Threshold(manifest, scorer.Metric) is { } threshold)
            {
                _thresholds[scorer.Identity] = threshold;
            }
        }
    }

    private double? Threshold(PartManifest manifest, string metric) =>
        manifest.Rules.Any(r => r.Metric == metric) && _options.Thresholds.TryGetValue(metric, out var configured)
            ? configured
            : manifest.Rules.FirstOrDefault(r => r.Metric == metric)?.Threshold;

    private LoadedPart Describe(ModelPack pack, PackPart part, string? problem, ExecutionProvider provider) => new()
    {
        Pack = pack.Name,
        Name = part.Name,
        Kind = part.Kind,
        Description = part.Manifest?.Description ?? "",
        Licence = part.Manifest?.Licence ?? "",
        Card = part.Manifest?.Card ?? "",
        Files = (part.Manifest?.Files ?? []).DistinctBy(f => f.Path).ToDictionary(f => f.Path, f => f.Sha256, StringComparer.Ordinal),
        Metrics = part.Metrics,
        Labels = part.Manifest?.OutputLabels ?? [],
        Thresholds = part.Metrics.Distinct(StringComparer.Ordinal).Select(metric => (metric, Threshold: Threshold(part.Manifest!, metric))).Where(t => t.Threshold is not null)
            .ToDictionary(t => t.metric, t => t.Threshold!.Value, StringComparer.Ordinal),
        ExecutionProvider = provider,
        Problem = problem,
    };
}

/// <summary>A part that runs an image model.</summary>
internal sealed record LoadedModel(string Pack, string Part, IImageScorer Scorer);

/// <summary>A scorer with the part that gives it.</summary>
internal sealed record PackScorer(string Pack, string Part, ScorerIdentity Scorer);
