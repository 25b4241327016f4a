using System.Text.Json;
using QualitySuite.Contracts;
using QualitySuite.Contracts.Generations;
using QualitySuite.FeedbackApi.Images;
using QualitySuite.FeedbackApi.Privacy;

namespace QualitySuite.FeedbackApi.Generations;

/// <summary>A checked submission, as its row is written.</summary>
internal sealed record NewGeneration
{
    public required Guid Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required GenerationSubmission Submission { get; init; }

    public required byte[]? UserKey { get; init; }

    public required byte[]? SessionKey { get; init; }

    /// <summary>What was replaced in its texts, separated by commas; null: nothing.</summary>
    public required string? Redacted { get; init; }

    public required StoredImage? Image { get; init; }

    /// <summary>W3C traceparent of the ingest request.</summary>
    public required string? TraceParent { get; init; }

    public string Assignments => JsonSerializer.Serialize(Submission.Assignments ?? [], QualityJson.Options);

    public string Tags => JsonSerializer.Serialize(Submission.Tags ?? new Dictionary<string, string>(), QualityJson.Options);

    public Guid? ParentId => Submission.Parent is { } parent ? Guid.Parse(parent.Id!) : null;

    /// <summary>Completes a submission that passed <see cref="SubmissionRules"/>.</summary>
    public static NewGeneration From(
        RedactedSubmission redacted, StoredImage? image, UserKeyHasher hasher, DateTimeOffset now, string? traceParent)
    {
        var submission = redacted.Submission;
        return new()
        {
            Id = submission.Id is { } id ? Guid.Parse(id) : Guid.CreateVersion7(now),
            CreatedAt = ToMicroseconds((submission.CreatedAt ?? now).ToUniversalTime()),
            Submission = submission,
            UserKey = hasher.Hash(submission.UserKey),
            SessionKey = hasher.Hash(submission.SessionKey),
            Redacted = redacted.Kinds.Count == 0 ? null : string.Join(',', redacted.Kinds),
            Image = image,
            TraceParent = traceParent,
        };
    }

    // Postgres keeps microseconds; what travels beside the row must be equal to what the row holds.
    private static DateTimeOffset ToMicroseconds(DateTimeOffset time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
