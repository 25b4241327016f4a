using Microsoft.AspNetCore.Http.HttpResults;
using QualitySuite.Scoring;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.ScoringWorker.Models;

/// <summary><c>GET /v1/models</c>: what this worker scores with.</summary>
internal static class ModelsApi
{
    public static void MapModelsApi(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/models", Get).WithSummary("The loaded model packs, their parts and their scorers").RequireApiKey(ApiScope.Read);

    private static Ok<InstalledModels> Get(ScoringEngine engine) =>
        TypedResults.Ok(new InstalledModels(engine.Packs, engine.Parts, engine.Scorers, engine.AbsentMetrics, engine.FailingParts));
}

/// <summary>The loaded packs.</summary>
/// <param name="Packs">Name, version and share of the generations that each scores.</param>
/// <param name="Parts">Every part; one with a problem gives no scores.</param>
/// <param name="Scorers">What gives scores, and for which metric.</param>
/// <param name="Absent">Metrics that the packs name and cannot give.</param>
/// <param name="Failing">Parts that failed on the last image they ran on.</param>
internal sealed record InstalledModels(
    IReadOnlyList<LoadedPackInfo> Packs, IReadOnlyList<LoadedPart> Parts, IReadOnlyList<ScorerIdentity> Scorers, IReadOnlyList<AbsentMetric> Absent,
    IReadOnlyCollection<FailingPart> Failing);
