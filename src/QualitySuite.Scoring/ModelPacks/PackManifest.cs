using System.Text.Json;

namespace QualitySuite.Scoring.ModelPacks;

/// <summary>The top level of a <c>pack.json</c>. Parts are read one by one, so that a bad one does not take the others with it.</summary>
/// <param name="Format">Version of the format: 1.</param>
/// <param name="Name">Of the pack, for people; it does not enter a scorer's identity.</param>
/// <param name="Version">Of the pack.</param>
/// <param name="Licence">SPDX expression that covers all parts.</param>
/// <param name="Parts">See <see cref="PartManifest"/>.</param>
internal sealed record PackManifest(int Format, string Name, string Version, string Licence, IReadOnlyList<JsonElement> Parts);
