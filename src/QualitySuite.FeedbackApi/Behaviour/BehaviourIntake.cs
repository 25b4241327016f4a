using System.Globalization;
using QualitySuite.Contracts.Feedback;
using QualitySuite.FeedbackApi.Batches;
using QualitySuite.FeedbackApi.Privacy;
using QualitySuite.FeedbackApi.Writing;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.FeedbackApi.Behaviour;

/// <summary>Turns what a client sent into the row that is written.</summary>
internal sealed class BehaviourIntake(UserKeyHasher hasher, ReceptionClock clock) : IIntake<BehaviourSubmission, NewBehaviour>
{
    public (NewBehaviour? Row, FieldErrors Errors) Read(BehaviourSubmission s, ApiCaller caller)
    {
        var receivedAt = clock.Next();
        var (errors, generationId, resultId) = BehaviourRules.Check(s, receivedAt);
        if (errors.Any)
        {
            return (null, errors);
        }

        var value = s.Type == BehaviourType.Dwell ? s.Value : null;
        var userKey = hasher.Hash(s.UserKey)!;
        return (new NewBehaviour(
            s.EventId is { } id ? NameBasedUuid.Of(generationId, userKey, id, Content(s, value, resultId)) : Guid.CreateVersion7(receivedAt),
            generationId, caller.App, userKey, hasher.Hash(s.SessionKey), EnumText.Of(s.Type!.Value), value, (s.At ?? receivedAt).ToUniversalTime(), resultId,
            receivedAt, s.Hold is true, (short?)s.Exposure?.Position, (short?)s.Exposure?.Shown, s.Exposure?.Surface), errors);
    }

    public string? TokenOf(BehaviourSubmission submission) => submission.Token;

    // A missing time stays missing here: it is filled in anew at each try.
    private static string Content(BehaviourSubmission s, double? value, Guid? resultId) =>
        string.Create(CultureInfo.InvariantCulture, $"{EnumText.Of(s.Type)}/{value:R}/{s.At?.UtcTicks}/{s.SessionKey}{(resultId is { } id ? $"/{id}" : "")}");
}
