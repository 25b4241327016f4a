namespace QualitySuite.Contracts.Feedback;

/// <summary>What a user does with a generation: the body of <c>POST /v1/events</c>.</summary>
public sealed record BehaviourSubmission
{
    public string? GenerationId { get; init; }

    /// <summary>Opaque; stored only as a keyed hash. Required.</summary>
    public string? UserKey { get; init; }

    /// <summary>Opaque; stored only as a keyed hash.</summary>
    public string? SessionKey { get; init; }

    public BehaviourType? Type { get; init; }

    /// <summary>dwell: seconds, 0 to 86,400; ignored otherwise.</summary>
    public double? Value { get; init; }

    /// <summary>When it happened, at most 90 days back; absent: now.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Makes a retry harmless: any string of 1 to 100 characters, unique for the generation and the user. The same id with
    /// another content is no retry and is recorded.</summary>
    public string? EventId { get; init; }
}

/// <summary>What a user can do with an image.</summary>
public enum BehaviourType
{
    View,
    Download,
    Share,
    Regenerate,
    Edit,
    Upscale,
    Dismiss,
    Dwell,
}

/// <summary>An event as stored.</summary>
public sealed record BehaviourEntry(BehaviourType Type, double? Value, DateTimeOffset At);

/// <summary>Bounds of feedback and events.</summary>
public static class FeedbackLimits
{
    public const int CommentCharacters = 4_000;

    public const int IdCharacters = 100;

    /// <summary>Bytes of the JSON body.</summary>
    public const long RequestBytes = 64 * 1024;

    public const double DwellSeconds = 86_400;
}
