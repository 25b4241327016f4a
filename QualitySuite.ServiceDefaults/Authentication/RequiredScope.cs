namespace QualitySuite.ServiceDefaults;

/// <summary>Route metadata: the scope that a key needs, for the 403's text and the API's description.</summary>
internal sealed record RequiredScope(string Scope);
