namespace QualitySuite.Scoring;

/// <summary>A part of a model pack as it was found at start.</summary>
public sealed record LoadedPart
{
    /// <summary>Name of the pack.</summary>
    public required string Pack { get; init; }

    public required string Name { get; init; }

    /// <summary><c>classifier</c>, <c>dual_encoder</c>, <c>brisque</c>, or what the manifest says where this version does not know it.</summary>
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

/// <summary>A metric that the pack names but that cannot be computed here.</summary>
/// <param name="Metric">Id in the metric catalogue.</param>
/// <param name="Pack">Name of the pack.</param>
/// <param name="Part">Part of the pack that would give it.</param>
/// <param name="Reason">That part's problem.</param>
public sealed record AbsentMetric(string Metric, string Pack, string Part, string Reason);

/// <summary>A model pack in use.</summary>
/// <param name="Name">From its manifest.</param>
/// <param name="Version">From its manifest.</param>
/// <param name="Share">Share of generations that it scores: 1, or less for a shadow pack.</param>
/// <param name="Shadow">Whether it only scores beside the others, to bridge an upgrade.</param>
public sealed record LoadedPackInfo(string Name, string Version, double Share, bool Shadow);
