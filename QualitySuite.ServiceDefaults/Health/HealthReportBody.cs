using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace QualitySuite.ServiceDefaults;

/// <summary>Body of <c>/health</c> and <c>/alive</c>. States are <c>healthy</c>, <c>degraded</c> and <c>unhealthy</c>; durations are milliseconds.</summary>
internal sealed record HealthReportBody(string Status, double DurationMs, IReadOnlyList<HealthCheckBody> Checks)
{
    public static HealthReportBody From(HealthReport report, bool isDevelopment) => new(
        Name(report.Status),
        Math.Round(report.TotalDuration.TotalMilliseconds, 1),
        [.. report.Entries.Select(entry => new HealthCheckBody(
            entry.Key,
            Name(entry.Value.Status),
            Reason(entry.Value, isDevelopment),
            Math.Round(entry.Value.Duration.TotalMilliseconds, 1)))]);

    // Anyone may ask. An exception's text tells addresses and users, except of the missing setting that our own checks tell of.
    private static string? Reason(HealthReportEntry entry, bool isDevelopment) =>
        isDevelopment || entry.Exception is null or InvalidOperationException
            ? entry.Description ?? entry.Exception?.Message
            : "The check failed; the service's log says why.";

    private static string Name(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };
}

/// <summary>One check; the reason says why it is not healthy, null when there is nothing to say.</summary>
internal sealed record HealthCheckBody(string Name, string Status, string? Reason, double DurationMs);
