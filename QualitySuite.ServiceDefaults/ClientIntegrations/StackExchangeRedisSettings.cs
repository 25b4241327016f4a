namespace Aspire.StackExchange.Redis;

/// <summary>Configuration of <c>AddRedisClient</c>, with the names that Aspire gives it.</summary>
public sealed class StackExchangeRedisSettings
{
    /// <summary>How to reach Redis: <c>host:port,password=...</c>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Leaves the health check <c>StackExchange.Redis</c> out.</summary>
    public bool DisableHealthChecks { get; set; }
}
