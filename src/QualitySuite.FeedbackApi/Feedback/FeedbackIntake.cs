using System.Text.Json;
using QualitySuite.Contracts;
using QualitySuite.Contracts.Feedback;
using QualitySuite.FeedbackApi.Batches;
using QualitySuite.FeedbackApi.Privacy;
using QualitySuite.FeedbackApi.Writing;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.FeedbackApi.Feedback;

/// <summary>Turns what a client sent into the row that is written.</summary>
internal sealed class FeedbackIntake(UserKeyHasher hasher, Redactor redactor, ReceptionClock clock) : IIntake<FeedbackSubmission, NewFeedback>
{
    public (NewFeedback? Row, FieldErrors Errors) Read(FeedbackSubmission submission, ApiCaller caller)
    {
        var (errors, generationId) = FeedbackRules.Check(submission);
        if (errors.Any)
        {
            return (null, errors);
        }

        var s = redactor.Redact(FeedbackRules.Relevant(submission));
        var receivedAt = clock.Next();
        var userKey = hasher.Hash(s.UserKey)!;
        var reasons = (s.Reasons ?? []).Distinct().Order().ToList();
        return (new NewFeedback(
            s.FeedbackId is { } id ? NameBasedUuid.Of(generationId, userKey, id, Content(s, reasons)) : Guid.CreateVersion7(receivedAt),
            generationId, caller.App, userKey, EnumText.Of(s.Kind!.Value), (short?)s.Value, string.Join(',', reasons.Select(EnumText.Of<ReportReason>)), s.Comment, receivedAt,
            s.Hold is true, (short?)s.Exposure?.Position, (short?)s.Exposure?.Shown, s.Exposure?.Surface), errors);
    }

    public string? TokenOf(FeedbackSubmission submission) => submission.Token;

    private static string Content(FeedbackSubmission s, List<ReportReason> reasons) =>
        JsonSerializer.Serialize(new { s.Kind, s.Value, Reasons = reasons, s.Comment }, QualityJson.Options);
}
