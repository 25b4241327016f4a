using QualitySuite.Contracts.Metrics;
using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Scoring;

/// <summary>The packs that a configuration names.</summary>
internal sealed class PackSelection
{
    private readonly List<ModelPack> _packs = [];
    private readonly List<(string Folder, string Problem)> _refused = [];

    private PackSelection()
    {
    }

    /// <summary>The pack of <see cref="ScoringEngineOptions.PackPath"/> first, then the installed ones by name.</summary>
    public IReadOnlyList<ModelPack> Packs => _packs;

    /// <summary>Installed folders that are no pack that can be read.</summary>
    public IReadOnlyList<(string Folder, string Problem)> Refused => _refused;

    /// <exception cref="ModelPackException">The first pack cannot be read at all.</exception>
    /// <exception cref="ArgumentException">An option names a metric or pack that is not there, or a value is outside its range.</exception>
    public static PackSelection Open(ScoringEngineOptions options)
    {
        var selection = new PackSelection();
        selection._packs.Add(ModelPack.Open(options.PackPath));
        if (options.InstalledPacks.Length > 0 && Directory.Exists(options.InstalledPacks))
        {
            foreach (var folder in Directory.EnumerateDirectories(options.InstalledPacks).Where(f => !Path.GetFileName(f).StartsWith('.')).Order(StringComparer.Ordinal))
            {
                selection.AddInstalled(folder, options.Packs);
            }
        }

        selection.Check(options);
        return selection;
    }

    private void AddInstalled(string folder, IList<string> wanted)
    {
        try
        {
            var pack = ModelPack.Open(folder);
            if (wanted.Count > 0 && !wanted.Contains(pack.Name))
            {
                return;
            }

            if (_packs.Find(p => p.Name == pack.Name) is { } other)
            {
                throw new ModelPackException($"The pack in {other.Folder} is called '{pack.Name}' too.");
            }

            _packs.Add(pack);
        }
        catch (ModelPackException exception)
        {
            _refused.Add((Path.GetFileName(folder), exception.Message));
        }
    }

    private void Check(ScoringEngineOptions options)
    {
        var known = _packs.SelectMany(p => p.Parts).Select(p => p.Manifest).OfType<PartManifest>().SelectMany(p => p.Rules).Select(r => r.Metric).ToHashSet(StringComparer.Ordinal);
        foreach (var (metric, threshold) in options.Thresholds)
        {
            Require(known.Contains(metric) && threshold is > 0 and <= 1, options, nameof(options.Thresholds), metric, threshold,
                $"a threshold lies in (0, 1] and belongs to a metric of a classifier or head of the packs {Names} ({string.Join(", ", known.Order())})");
        }

        foreach (var (metric, share) in options.Sampling)
        {
            Require(MetricCatalogue.Find(metric) is { Kind: MetricKind.Automated } && share is >= 0 and <= 1, options, nameof(options.Sampling), metric, share,
                "a share lies in [0, 1] and belongs to an automated metric of the catalogue");
        }

        foreach (var name in options.Packs.Where(name => !_packs.Exists(p => p.Name == name)))
        {
            throw new ArgumentException(
                $"{nameof(options.Packs)} names '{name}', which is not installed in '{options.InstalledPacks}'; packs here: {Names}.", nameof(options));
        }

        foreach (var (pack, share) in options.ShadowPacks)
        {
            Require(_packs.Exists(p => p.Name == pack) && share is > 0 and <= 1, options, nameof(options.ShadowPacks), pack, share,
                $"a share lies in (0, 1] and belongs to one of the packs {Names}");
        }
    }

    private string Names => string.Join(", ", _packs.Select(p => p.Name));

    private static void Require(bool condition, ScoringEngineOptions options, string section, string key, double value, string rule)
    {
        if (!condition)
        {
            throw new ArgumentException(FormattableString.Invariant($"{section}:{key} is {value}: {rule}."), nameof(options));
        }
    }
}
