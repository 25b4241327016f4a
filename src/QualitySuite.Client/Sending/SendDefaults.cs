using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.Client.Sending;

/// <summary>What something gets before it waits to be sent, unless it has it: an id, which makes a repetition harmless; the time, since it is sent
/// later than it happened; and, of feedback and events, that they are held until their generation arrives, which may be under way too.</summary>
internal static class SendDefaults
{
    /// <summary>An empty image is none: C# makes one of an array that is null.</summary>
    public static GenerationSubmission Apply(GenerationSubmission s, DateTimeOffset now) => s with
    {
        Id = s.Id ?? Guid.CreateVersion7(now).ToString(),
        CreatedAt = s.CreatedAt ?? now,
        ImageBase64 = s.ImageBase64 is { IsEmpty: true } ? (ReadOnlyMemory<byte>?)null : s.ImageBase64,
    };

    public static FeedbackSubmission Apply(FeedbackSubmission s, DateTimeOffset now) =>
        s with { FeedbackId = s.FeedbackId ?? NewId(now), Hold = s.Hold ?? true };

    /// <summary>An id of the caller's own without a time keeps none: the same event told twice would else be two of different times.</summary>
    public static BehaviourSubmission Apply(BehaviourSubmission s, DateTimeOffset now) =>
        s with { EventId = s.EventId ?? NewId(now), At = s.At ?? (s.EventId is null ? now : null), Hold = s.Hold ?? true };

    private static string NewId(DateTimeOffset now) => Guid.CreateVersion7(now).ToString("N");
}
