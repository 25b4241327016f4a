namespace QualitySuite.Scoring.ModelPacks;

/// <summary>One part of a pack as its manifest describes it; a part with a <see cref="Problem"/> is not used.</summary>
public sealed class PackPart
{
    internal PackPart(string name, string kind, PartManifest? manifest, string? problem)
    {
        Name = name;
        Kind = kind;
        Manifest = manifest;
        Problem = problem;
    }

    /// <summary>Unique within the pack; <c>parts[i]</c> where the manifest gives none.</summary>
    public string Name { get; }

    /// <summary>As written in the manifest, also when this version does not know it; empty where it gives none.</summary>
    public string Kind { get; }

    /// <summary>Why the manifest's entry cannot be used; null: it is well formed (its files are checked as they are read).</summary>
    public string? Problem { get; }

    /// <summary>Ids of the metrics that the part gives; empty when the entry could not be read.</summary>
    public IReadOnlyList<string> Metrics => Manifest?.MetricIds ?? [];

    internal PartManifest? Manifest { get; }
}
