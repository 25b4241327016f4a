using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using QualitySuite.Contracts;
using QualitySuite.Contracts.Feedback;
using QualitySuite.FeedbackApi.Generations;
using QualitySuite.FeedbackApi.Privacy;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.FeedbackApi.Feedback;

/// <summary><c>POST /v1/feedback</c>: what users say.</summary>
internal static class UserFeedbackApi
{
    public static void MapUserFeedbackApi(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/feedback", SubmitAsync).WithSummary("Record a thumb, stars or a report").RequireApiKey(ApiScope.Ingest)
            .ProducesProblem(403).ProducesProblem(404).ProducesProblem(413)
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(FeedbackLimits.RequestBytes));

    private static string Content(FeedbackSubmission s) => JsonSerializer.Serialize(
        new { s.Kind, s.Value, Reasons = (s.Reasons ?? []).Distinct().Order(), s.Comment }, QualityJson.Options);

    private static async Task<Results<Accepted<Recorded>, ValidationProblem, ProblemHttpResult>> SubmitAsync(
        FeedbackSubmission submission, ApiCaller caller, UserFeedbackStore store, GenerationLocator generations, UserKeyHasher hasher,
        TimeProvider time, CancellationToken cancellationToken)
    {
        var (errors, generationId) = FeedbackRules.Check(submission);
        if (errors.Any)
        {
            return Problems.Invalid(errors.ByField);
        }

        var generation = await generations.FindAsync(generationId, cancellationToken);
        if (generation is null || !caller.MayUse(generation.App))
        {
            return GenerationProblems.NotFound(generationId);
        }

        submission = FeedbackRules.Relevant(submission);
        var userKey = hasher.Hash(submission.UserKey)!;
        await store.RecordAsync(
            new NewFeedback(
                submission.FeedbackId is { } id ? NameBasedUuid.Of(generation.Id, userKey, id, Content(submission)) : Guid.CreateVersion7(time.GetUtcNow()),
                generation, userKey, submission),
            cancellationToken);
        return TypedResults.Accepted((string?)null, new Recorded(RecordedStatus.Recorded));
    }
}
