using Microsoft.AspNetCore.Http.HttpResults;
using QualitySuite.Contracts.Batches;
using QualitySuite.Contracts.Feedback;
using QualitySuite.FeedbackApi.Batches;
using QualitySuite.FeedbackApi.Widget;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.FeedbackApi.Behaviour;

using Ingest = ReactionIngest<BehaviourSubmission, NewBehaviour>;

/// <summary><c>POST /v1/events</c> and <c>/v1/events:batch</c>: what users do.</summary>
internal static class BehaviourApi
{
    public static void MapBehaviourApi(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/events", SubmitAsync).WithSummary("Record what a user did with an image").AcceptFromWidgets()
            .ProducesProblem(403).ProducesProblem(404).ProducesProblem(413).ProducesProblem(503)
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(FeedbackLimits.RequestBytes));
        routes.MapPost("/v1/events:batch", SubmitBatchAsync).WithSummary("Record events, one object a line").AcceptFromWidgets()
            .AcceptsNdjson<BehaviourSubmission>(BatchLimits.ReactionBytes);
    }

    private static Task<Results<Accepted<Recorded>, ValidationProblem, ProblemHttpResult>> SubmitAsync(
        BehaviourSubmission submission, ApiCaller caller, Ingest ingest) => ingest.SubmitAsync(submission, caller);

    private static Task<Results<JsonHttpResult<BatchAnswer>, ProblemHttpResult>> SubmitBatchAsync(
        HttpRequest request, ApiCaller caller, Ingest ingest, CancellationToken cancellationToken) => ingest.SubmitAsync(request, caller, cancellationToken);
}
