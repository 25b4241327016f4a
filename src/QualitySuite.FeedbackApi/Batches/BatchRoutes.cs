using Microsoft.AspNetCore.Mvc;
using QualitySuite.Contracts.Batches;

namespace QualitySuite.FeedbackApi.Batches;

/// <summary>What the routes of batches have in common.</summary>
internal static class BatchRoutes
{
    /// <summary>The body is NDJSON of at most so many bytes, counted after decompression; the answer is 207.</summary>
    public static RouteHandlerBuilder AcceptsNdjson<TLine>(this RouteHandlerBuilder route, long mostBytes)
        where TLine : notnull => route
            .WithDescription("application/x-ndjson, gzip, deflate or br if wanted: one JSON object a line. The answer has a result for each line; no line affects another.")
            .Accepts<TLine>("application/x-ndjson")
            .Produces<BatchAnswer>(StatusCodes.Status207MultiStatus)
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType).ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithMetadata(new RequestSizeLimitAttribute(mostBytes));
}
