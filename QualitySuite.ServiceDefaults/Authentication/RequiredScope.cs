namespace QualitySuite.ServiceDefaults;

/// <summary>Route metadata: the scopes of which a key needs one, for the 403's text and the API's description.</summary>
internal sealed record RequiredScope(IReadOnlyList<string> AnyOf)
{
    public override string ToString() => string.Join(" or ", AnyOf);
}
