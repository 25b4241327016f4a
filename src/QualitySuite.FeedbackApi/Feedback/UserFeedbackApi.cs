using Microsoft.AspNetCore.Http.HttpResults;
using QualitySuite.Contracts.Batches;
using QualitySuite.Contracts.Feedback;
using QualitySuite.FeedbackApi.Batches;
using QualitySuite.FeedbackApi.Widget;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.FeedbackApi.Feedback;

using Ingest = ReactionIngest<FeedbackSubmission, NewFeedback>;

/// <summary><c>POST /v1/feedback</c> and <c>/v1/feedback:batch</c>: what users say.</summary>
internal static class UserFeedbackApi
{
    public static void MapUserFeedbackApi(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/feedback", SubmitAsync).WithSummary("Record a thumb, stars or a report").AcceptFromWidgets()
            .ProducesProblem(403).ProducesProblem(404).ProducesProblem(413).ProducesProblem(503)
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(FeedbackLimits.RequestBytes));
        routes.MapPost("/v1/feedback:batch", SubmitBatchAsync).WithSummary("Record feedback, one object a line").AcceptFromWidgets()
            .AcceptsNdjson<FeedbackSubmission>(BatchLimits.ReactionBytes);
    }

    private static Task<Results<Accepted<Recorded>, ValidationProblem, ProblemHttpResult>> SubmitAsync(
        FeedbackSubmission submission, ApiCaller caller, Ingest ingest) => ingest.SubmitAsync(submission, caller);

    private static Task<Results<JsonHttpResult<BatchAnswer>, ProblemHttpResult>> SubmitBatchAsync(
        HttpRequest request, ApiCaller caller, Ingest ingest, CancellationToken cancellationToken) => ingest.SubmitAsync(request, caller, cancellationToken);
}
