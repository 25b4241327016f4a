using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;
using QualitySuite.FeedbackApi.Generations;
using QualitySuite.FeedbackApi.Privacy;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.FeedbackApi.Behaviour;

/// <summary><c>POST /v1/events</c>: what users do.</summary>
internal static class BehaviourApi
{
    public static void MapBehaviourApi(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/events", SubmitAsync).WithSummary("Record what a user did with an image").RequireApiKey(ApiScope.Ingest)
            .ProducesProblem(403).ProducesProblem(404).ProducesProblem(413)
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(FeedbackLimits.RequestBytes));

    private static async Task<Results<Accepted<Recorded>, ValidationProblem, ProblemHttpResult>> SubmitAsync(
        BehaviourSubmission submission, ApiCaller caller, BehaviourStore store, GenerationLocator generations, UserKeyHasher hasher,
        TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var errors = Check(submission, now, out var generationId);
        if (errors.Any)
        {
            return Problems.Invalid(errors.ByField);
        }

        var generation = await generations.FindAsync(generationId, cancellationToken);
        if (generation is null || !caller.MayUse(generation.App))
        {
            return GenerationProblems.NotFound(generationId);
        }

        if (submission.Type != BehaviourType.Dwell)
        {
            submission = submission with { Value = null };
        }

        var userKey = hasher.Hash(submission.UserKey)!;
        var behaviour = new NewBehaviour(
            submission.EventId is { } id ? NameBasedUuid.Of(generation.Id, userKey, id, Content(submission)) : Guid.CreateVersion7(now),
            generation, userKey, hasher.Hash(submission.SessionKey),
            submission.Type!.Value, submission.Value, submission.At ?? now);
        await store.RecordAsync(behaviour, cancellationToken);
        return TypedResults.Accepted((string?)null, new Recorded(RecordedStatus.Recorded));
    }

    // A missing time stays missing here: it is filled in anew at each try.
    private static string Content(BehaviourSubmission s) =>
        string.Create(CultureInfo.InvariantCulture, $"{EnumText.Of(s.Type)}/{s.Value:R}/{s.At?.UtcTicks}/{s.SessionKey}");

    private static FieldErrors Check(BehaviourSubmission s, DateTimeOffset now, out Guid generationId)
    {
        var errors = new FieldErrors();
        generationId = errors.RequireUuid("generationId", s.GenerationId);
        errors.RequireText("userKey", s.UserKey, GenerationLimits.KeyCharacters);
        errors.CheckText("sessionKey", s.SessionKey, GenerationLimits.KeyCharacters);
        errors.CheckId("eventId", s.EventId, FeedbackLimits.IdCharacters);
        errors.CheckTime("at", s.At, now, GenerationLimits.OldestCreatedAt, GenerationLimits.ClockSkew);
        switch (s.Type)
        {
            case null:
                errors.Add("type", $"Required: one of {EnumText.List<BehaviourType>()}, and it is missing.");
                break;
            case BehaviourType.Dwell when s.Value is null:
                errors.Add("value", "Required for dwell: seconds, and it is missing.");
                break;
            case BehaviourType.Dwell:
                errors.CheckRange("value", s.Value, 0, FeedbackLimits.DwellSeconds, " seconds");
                break;
        }

        return errors;
    }
}
