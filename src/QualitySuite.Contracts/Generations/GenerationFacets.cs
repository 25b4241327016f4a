namespace QualitySuite.Contracts.Generations;

/// <summary>The values that the filter dimensions take, for filter lists. At most 100 of each, the most recently used first.</summary>
public sealed record GenerationFacets(
    IReadOnlyList<string> Apps, IReadOnlyList<string> ModelVersions, IReadOnlyList<string> Samplers, IReadOnlyList<string> SafetyFilters);
