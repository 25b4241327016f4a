namespace QualitySuite.Contracts.Generations;

/// <summary>The values that the filter dimensions take. Of those for filter lists at most 100 each, in use within 90 days, the most recently used first.</summary>
/// <param name="Apps">For filter lists.</param>
/// <param name="ModelVersions">For filter lists.</param>
/// <param name="Samplers">For filter lists.</param>
/// <param name="SafetyFilters">For filter lists.</param>
/// <param name="VersionHistory">Every model version that there is a generation of, by the creation of its first one, the oldest first: a new version
/// comes last and moves none of the others.</param>
public sealed record GenerationFacets(
    IReadOnlyList<string> Apps, IReadOnlyList<string> ModelVersions, IReadOnlyList<string> Samplers, IReadOnlyList<string> SafetyFilters,
    IReadOnlyList<string> VersionHistory);
