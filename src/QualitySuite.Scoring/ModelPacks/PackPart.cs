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

    /// <summary>For people; empty when the entry could not be read.</summary>
    public string Description => Manifest?.Description ?? "";

    /// <summary>SPDX expression; empty when the entry could not be read.</summary>
    public string Licence => Manifest?.Licence ?? "";

    /// <summary>Path of the model card within the pack; empty when the entry could not be read.</summary>
    public string Card => Manifest?.Card ?? "";

    /// <summary>By path within the pack: the SHA-256 that the manifest gives; empty when the entry could not be read.</summary>
    public IReadOnlyDictionary<string, string> Files =>
        (Manifest?.Files ?? []).DistinctBy(f => f.Path).ToDictionary(f => f.Path, f => f.Sha256, StringComparer.Ordinal);

    /// <summary>A head's encoder, <c>part</c> in the same pack or <c>pack/part</c>; null for other kinds.</summary>
    public string? Encoder => (Manifest as HeadManifest)?.Encoder;

    internal PartManifest? Manifest { get; }
}
