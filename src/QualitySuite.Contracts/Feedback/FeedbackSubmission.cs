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

    /// <summary>Keep it for up to an hour if its generation is not known yet; it is joined when that arrives. Absent or false: 404.</summary>
    public bool? Hold { get; init; }

    public Exposure? Exposure { get; init; }

    /// <summary>With a publishable key: the token of this generation and user, made by <c>POST /v1/widget-tokens</c>. Ignored with other keys.</summary>
    public string? Token { get; init; }
}

/// <summary>
/// How the image was shown to the user: what is clicked depends on it, so it has to be known before rates are compared.
/// </summary>
/// <param name="Position">Place among those shown, counted from 1.</param>
/// <param name="Shown">How many images were shown together, from 1.</param>
/// <param name="Surface">Where: a name of at most <see cref="FeedbackLimits.SurfaceCharacters"/> characters that the client chooses, for instance <c>gallery</c>.</param>
public sealed record Exposure(int? Position = null, int? Shown = null, string? Surface = null);

/// <summary>Answer to an accepted feedback or event, given after its commit.</summary>
public sealed record Recorded(RecordedStatus Status);

/// <summary>What was done with a feedback or event.</summary>
public enum RecordedStatus
{
    Recorded,

    /// <summary>Its generation is not known yet: it waits for up to an hour, and counts when that arrives.</summary>
    Held,
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
    FeedbackKind Kind, int? Value, IReadOnlyList<ReportReason> Reasons, string? Comment, DateTimeOffset CreatedAt, bool Current, Exposure? Exposure = null);
