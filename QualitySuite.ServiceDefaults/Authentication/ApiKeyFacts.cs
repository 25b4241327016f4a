namespace QualitySuite.ServiceDefaults;

/// <summary>A key that is in force, as <c>feedback.api_key_facts</c> tells of it.</summary>
internal sealed record ApiKeyFacts(Guid Id, string Name, string? App, IReadOnlySet<string> Scopes);
