namespace Aspire.Npgsql;

/// <summary>Configuration of <c>AddNpgsqlDataSource</c>, with the names that Aspire gives it.</summary>
public sealed class NpgsqlSettings
{
    /// <summary>How to reach the database.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Leaves the health check <c>PostgreSql</c> out.</summary>
    public bool DisableHealthChecks { get; set; }

    /// <summary>Leaves the traces out.</summary>
    public bool DisableTracing { get; set; }

    /// <summary>Leaves the meter out.</summary>
    public bool DisableMetrics { get; set; }
}
