namespace QualitySuite.Contracts.Feedback;

/// <summary>What a user says about a generation: the body of <c>POST /v1/feedback</c>.</summary>
public sealed record FeedbackSubmission
{
    public string? GenerationId { get; init; }

    /// <summary>Opaque; stored only as a keyed hash. Required.</summary>
    public string? UserKey { get; init; }

    public FeedbackKind? Kind { get; init; }

    /// <summary>thumb: 1 or -1; stars: 1 to 5; report: ignored.</summary>
    public int? Value { get; init; }

    /// <summary>report: at least one of <see cref="ReportReason"/>; otherwise ignored.</summary>
    public IReadOnlyList<ReportReason>? Reasons { get; init; }

    public string? Comment { get; init; }

    /// <summary>Makes a retry harmless: any string of 1 to 100 characters, unique for the generation and the user. The same id with
    /// another content is no retry and is recorded.</summary>
    public string? FeedbackId { get; init; }
}

/// <summary>Answer to an accepted feedback or event, given after its commit.</summary>
public sealed record Recorded(RecordedStatus Status);

/// <summary>What was done with a feedback or event.</summary>
public enum RecordedStatus
{
    Recorded,
}

/// <summary>Kind of feedback.</summary>
public enum FeedbackKind
{
    Thumb,
    Stars,
    Report,
}

/// <summary>Why a user reports an image.</summary>
public enum ReportReason
{
    DoesntMatchPrompt,
    ContainsArtifacts,
    Anatomy,
    TextRendering,
    LowQuality,
    Offensive,
    Other,
}

/// <summary>A feedback as stored. <see cref="Current"/>: it counts (the latest thumb or stars of its user, or a report).</summary>
public sealed record FeedbackEntry(
    FeedbackKind Kind, int? Value, IReadOnlyList<ReportReason> Reasons, string? Comment, DateTimeOffset CreatedAt, bool Current);
