namespace QualitySuite.ServiceDefaults;

internal static class MissingConnectionString
{
    public static InvalidOperationException For(string connectionName, string section)
    {
        string[] keys = [$"ConnectionStrings:{connectionName}", $"{section}:{connectionName}:ConnectionString", $"{section}:ConnectionString"];
        var places = string.Join(", ", keys.Select(key => $"'{key}' (environment: {key.Replace(":", "__", StringComparison.Ordinal)})"));
        return new InvalidOperationException(
            $"There is no connection string for '{connectionName}'. Set one of {places}; under the AppHost, WithReference does so.");
    }

}
