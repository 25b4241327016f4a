using Microsoft.Extensions.Diagnostics.HealthChecks;
using QualitySuite.Scoring;

namespace QualitySuite.ScoringWorker.Models;

/// <summary>
/// Whether the parts of the model pack can be used. Degraded, which still answers 200, when some cannot: the worker goes on with the others.
/// Unhealthy when the pack has parts and none can.
/// </summary>
internal sealed class ModelsCheck(ScoringEngine engine) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var refused = engine.Parts.Where(part => part.Problem is not null).ToList();
        var reason = string.Join(" ", refused.Select(part => $"{part.Name}: {part.Problem}"));
        return Task.FromResult(
            refused.Count == 0 ? HealthCheckResult.Healthy()
            : refused.Count < engine.Parts.Count ? HealthCheckResult.Degraded(reason)
            : HealthCheckResult.Unhealthy(reason));
    }
}
