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

    /// <summary>regenerate, edit and upscale: the id of the generation that came of it. Ignored otherwise.</summary>
    public string? ResultId { get; init; }

    /// <summary>Keep it for up to an hour if its generation is not known yet; it is joined when that arrives. Absent or false: 404.</summary>
    public bool? Hold { get; init; }

    public Exposure? Exposure { get; init; }

    /// <summary>With a publishable key: the token of this generation and user, made by <c>POST /v1/widget-tokens</c>. Ignored with other keys.</summary>
    public string? Token { get; init; }
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

/// <summary>
/// An event as stored. <see cref="ResultId"/>: the generation that came of it, as the event says, or else the first one that was recorded with this
/// parent and the relation of the event's type, not before the event, and that no other event leads to.
/// </summary>
public sealed record BehaviourEntry(BehaviourType Type, double? Value, DateTimeOffset At, Guid? ResultId = null, Exposure? Exposure = null);

/// <summary>Bounds of feedback and events.</summary>
public static class FeedbackLimits
{
    public const int CommentCharacters = 4_000;

    public const int IdCharacters = 100;

    /// <summary>Bytes of the JSON body.</summary>
    public const long RequestBytes = 64 * 1024;

    public const double DwellSeconds = 86_400;

    public const int SurfaceCharacters = 64;

    /// <summary>Greatest position, and most images shown together.</summary>
    public const int MostShown = 10_000;

    /// <summary>A session ends with this much silence, as the views of feedback.* have it.</summary>
    public static readonly TimeSpan SessionSilence = TimeSpan.FromMinutes(30);

    /// <summary>How long feedback and events wait for their generation.</summary>
    public static readonly TimeSpan HeldFor = TimeSpan.FromHours(1);
}
