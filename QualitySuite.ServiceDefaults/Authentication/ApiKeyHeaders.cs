namespace QualitySuite.ServiceDefaults;

/// <summary>Names of the headers that say who calls.</summary>
public static class ApiKeyHeaders
{
    /// <summary>The API key.</summary>
    public const string ApiKey = "X-Api-Key";

    /// <summary>The person on whose behalf a service of the suite calls another, percent-encoded UTF-8. Believed with the internal key only.</summary>
    public const string ActingUser = "X-Acting-User";
}
