using Microsoft.AspNetCore.Http.HttpResults;
using QualitySuite.Scoring;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.ScoringWorker.Models;

/// <summary><c>GET /v1/models</c>: what this worker scores with.</summary>
internal static class ModelsApi
{
    public static void MapModelsApi(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/models", Get).WithSummary("The loaded model pack, its parts and its scorers").RequireApiKey(ApiScope.Read);

    private static Ok<InstalledModels> Get(ScoringEngine engine) =>
        TypedResults.Ok(new InstalledModels(engine.PackName, engine.PackVersion, engine.Parts, engine.Scorers, engine.AbsentMetrics));
}

/// <summary>The loaded pack.</summary>
/// <param name="Pack">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Parts">Every part; one with a problem gives no scores.</param>
/// <param name="Scorers">What gives scores, and for which metric.</param>
/// <param name="Absent">Metrics that the pack names and cannot give.</param>
internal sealed record InstalledModels(
    string Pack, string Version, IReadOnlyList<LoadedPart> Parts, IReadOnlyList<ScorerIdentity> Scorers, IReadOnlyList<AbsentMetric> Absent);
