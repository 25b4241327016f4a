namespace QualitySuite.Scoring;

/// <summary>A model pack in use.</summary>
/// <param name="Name">From its manifest.</param>
/// <param name="Version">From its manifest.</param>
/// <param name="Share">Share of generations that it scores: 1, or less for a shadow pack.</param>
/// <param name="Shadow">Whether it only scores beside the others, to bridge an upgrade.</param>
public sealed record LoadedPackInfo(string Name, string Version, double Share, bool Shadow);
