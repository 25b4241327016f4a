using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;

namespace QualitySuite.ServiceDefaults;

internal static class Health
{
    public const string ReadyPath = "/health";
    public const string AlivePath = "/alive";

    /// <summary>Tag of the checks that look at the process alone; <see cref="AlivePath"/> runs only these.</summary>
    private const string AliveTag = "live";

    public static bool IsProbe(PathString path) => path.StartsWithSegments(ReadyPath) || path.StartsWithSegments(AlivePath);

    public static void AddHealth(this IServiceCollection services) =>
        services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [AliveTag]);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        Map(routes, ReadyPath, _ => true);
        Map(routes, AlivePath, check => check.Tags.Contains(AliveTag));
    }

    private static void Map(IEndpointRouteBuilder routes, string path, Func<HealthCheckRegistration, bool> selects) =>
        routes.MapMethods(path, [HttpMethods.Get, HttpMethods.Head],
                (HealthCheckService checks, IHostEnvironment environment, HttpResponse response, CancellationToken cancellationToken) =>
                    AnswerAsync(checks, selects, environment, response, cancellationToken))
            .AllowAnonymous()
            .ExcludeFromDescription()
            .DisableHttpMetrics();

    private static async Task<JsonHttpResult<HealthReportBody>> AnswerAsync(
        HealthCheckService checks, Func<HealthCheckRegistration, bool> selects, IHostEnvironment environment, HttpResponse response,
        CancellationToken cancellationToken)
    {
        // A probe comes every few seconds: the SELECT 1 that it causes would bury the traces that people look for.
        using var silence = SuppressInstrumentationScope.Begin();
        var report = await checks.CheckHealthAsync(selects, cancellationToken);
        response.Headers.CacheControl = "no-store";
        return TypedResults.Json(
            HealthReportBody.From(report, environment.IsDevelopment()),
            statusCode: report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }
}
