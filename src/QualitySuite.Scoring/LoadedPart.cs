namespace QualitySuite.Scoring;

/// <summary>A part of a model pack as it was found at start.</summary>
public sealed record LoadedPart
{
    /// <summary>Name of the pack.</summary>
    public required string Pack { get; init; }

    public required string Name { get; init; }

    /// <summary><c>classifier</c>, <c>dual_encoder</c>, <c>head</c>, <c>brisque</c>, or what the manifest says where this version does not know it.</summary>
    public required string Kind { get; init; }

    /// <summary>For people: which model; empty when the manifest's entry could not be read.</summary>
    public string Description { get; init; } = "";

    /// <summary>SPDX expression; empty when the manifest's entry could not be read.</summary>
    public string Licence { get; init; } = "";

    /// <summary>Path of the model card within the pack; empty when the manifest's entry could not be read.</summary>
    public string Card { get; init; } = "";

    /// <summary>By path: SHA-256 of weights and vocabularies; empty when the manifest's entry could not be read.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>Metrics that the part gives, or would give had it no <see cref="Problem"/>.</summary>
    public required IReadOnlyList<string> Metrics { get; init; }

    /// <summary>A classifier's labels in the order of its outputs; empty for other kinds.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>By metric: the value from which it triggers; a metric without a threshold is not here.</summary>
    public IReadOnlyDictionary<string, double> Thresholds { get; init; } = new Dictionary<string, double>();

    /// <summary>What it runs on, after any fallback.</summary>
    public ExecutionProvider ExecutionProvider { get; init; }

    /// <summary>Why the part is not used; null when it is.</summary>
    public string? Problem { get; init; }
}
