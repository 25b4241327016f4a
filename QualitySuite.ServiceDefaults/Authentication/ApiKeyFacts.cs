namespace QualitySuite.ServiceDefaults;

/// <summary>A key that is in force, as <c>feedback.api_key_facts</c> tells of it. The origins are those of the web pages that may use it, if it is publishable.</summary>
internal sealed record ApiKeyFacts(Guid Id, string Name, string? App, IReadOnlySet<string> Scopes, IReadOnlySet<string> AllowedOrigins);
