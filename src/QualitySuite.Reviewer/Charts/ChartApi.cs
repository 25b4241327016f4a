using Microsoft.AspNetCore.Http.HttpResults;
using QualitySuite.Client;
using QualitySuite.Contracts.Metrics;
using QualitySuite.Reviewer.Hosting;
using QualitySuite.Reviewer.Scope;

namespace QualitySuite.Reviewer.Charts;

/// <summary>The data of the charts, for this UI's own script.</summary>
internal static class ChartApi
{
    public static void MapChartApi(this IEndpointRouteBuilder routes) => routes.MapGet("/data/metrics/{id}", GetAsync);

    private static async Task<Results<Ok<ChartData>, NotFound, ProblemHttpResult>> GetAsync(
        string id, HttpRequest request, QualityClient api, KnownDimensions known, TimeProvider clock, ILogger<ChartData> logger, CancellationToken cancellationToken)
    {
        if (MetricCatalogue.Find(id) is not { } metric)
        {
            return TypedResults.NotFound();
        }

        var query = ChartQuery.Read(request.Query, clock.GetUtcNow());
        try
        {
            var chart = await query.LoadAsync(api, known, metric, cancellationToken);
            request.HttpContext.Response.Headers.CacheControl = "no-store";
            return TypedResults.Ok(chart);
        }
        catch (Exception exception) when (ApiOutage.Is(exception))
        {
            Log.ApiUnavailable(logger, request.Path, exception);
            return TypedResults.Problem(
                "The Feedback API did not answer.", statusCode: StatusCodes.Status503ServiceUnavailable, type: "urn:qualitysuite:error:unavailable");
        }
        catch (QualityApiException refused)
        {
            return TypedResults.Problem(refused.Problem?.Detail ?? refused.Message, statusCode: (int?)refused.StatusCode, type: refused.Problem?.Type);
        }
    }
}
