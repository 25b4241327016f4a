using Microsoft.Extensions.Diagnostics.HealthChecks;
using QualitySuite.Scoring;

namespace QualitySuite.ScoringWorker.Models;

/// <summary>
/// Whether the parts of the model packs can be used. Degraded, which still answers 200, when some cannot or fail: the worker goes on with the
/// others. Unhealthy when there are parts and none can be used.
/// </summary>
internal sealed class ModelsCheck(ScoringEngine engine) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var refused = engine.Parts.Where(part => part.Problem is not null).ToList();
        string[] reasons =
        [
            .. refused.Select(part => $"{part.Pack}/{part.Name}: {part.Problem}"),
            .. engine.FailingParts.Select(part => $"{part.Pack}/{part.Part} failed on the last {part.Images} image(s): {part.Reason}"),
        ];
        var reason = string.Join(" ", reasons);
        return Task.FromResult(
            reasons.Length == 0 ? HealthCheckResult.Healthy()
            : refused.Count < engine.Parts.Count ? HealthCheckResult.Degraded(reason)
            : HealthCheckResult.Unhealthy(reason));
    }
}
