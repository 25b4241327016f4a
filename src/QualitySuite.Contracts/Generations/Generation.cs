using QualitySuite.Contracts.Feedback;

namespace QualitySuite.Contracts.Generations;

/// <summary>Answer to an accepted submission.</summary>
public sealed record GenerationAccepted(Guid Id, ScoringStatus Status, GenerationLinks Links);

/// <summary>Where the record and its image are, relative to the API's base address.</summary>
public sealed record GenerationLinks(string Self, string? Image);

/// <summary>Where the image of a generation stands on its way to scores.</summary>
public enum ScoringStatus
{
    /// <summary>Accepted, waiting for a worker.</summary>
    Pending,

    /// <summary>There is no image to score.</summary>
    NotScored,

    /// <summary>Its scores are stored.</summary>
    Scored,

    /// <summary>It could not be scored; the reason is among the dead letters.</summary>
    Failed,
}

/// <summary>What is common to a generation in a list and on its own.</summary>
public record GenerationSummary
{
    public required Guid Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string App { get; init; }

    public required string Prompt { get; init; }

    public required ModelInfo Model { get; init; }

    public SamplerInfo? Sampler { get; init; }

    public string? SafetyFilter { get; init; }

    public required GenerationOutcome Outcome { get; init; }

    public required ScoringStatus Status { get; init; }

    public ImageInfo? Image { get; init; }

    /// <summary>When the image went because its time was over; then there is no <see cref="Image"/>, and all else is as it was.</summary>
    public DateTimeOffset? ImageExpiredAt { get; init; }

    /// <summary>The scores there are, by every scorer; <see cref="Score.Primary"/> marks those that trends use.</summary>
    public IReadOnlyList<Score> Scores { get; init; } = [];

    public required GenerationLinks Links { get; init; }
}

/// <summary>Everything known about one generation. User and session keys are never given back.</summary>
public sealed record Generation : GenerationSummary
{
    public required DateTimeOffset ReceivedAt { get; init; }

    public string? NegativePrompt { get; init; }

    public long? Seed { get; init; }

    public int? Width { get; init; }

    public int? Height { get; init; }

    public double? LatencyMs { get; init; }

    public ParentLink? Parent { get; init; }

    public IReadOnlyList<VariantAssignment> Assignments { get; init; } = [];

    public string? Error { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>What is true of the scores beside their numbers: a model that is missing, a measure the image is too small for, a prompt that was
    /// redacted before it was stored.</summary>
    public IReadOnlyList<ScoringFact> Facts { get; init; } = [];

    /// <summary>Why it could not be scored; null unless <see cref="GenerationSummary.Status"/> is failed.</summary>
    public ScoringFact? Failure { get; init; }

    /// <summary>Newest first; the newest 500.</summary>
    public IReadOnlyList<FeedbackEntry> Feedback { get; init; } = [];

    /// <summary>How many there are in all.</summary>
    public long FeedbackCount { get; init; }

    /// <summary>What users did, oldest first; the latest 500.</summary>
    public IReadOnlyList<BehaviourEntry> Behaviour { get; init; } = [];

    /// <summary>How many there are in all.</summary>
    public long BehaviourCount { get; init; }

    /// <summary>What it comes to; null: it was never shown, that is, there is no event.</summary>
    public BehaviourSummary? BehaviourSummary { get; init; }

    /// <summary>What it came of: its parent, or else the generation whose event names this one as its result.</summary>
    public ParentLink? CameFrom { get; init; }

    /// <summary>Generations whose parent is this one, the oldest 100, of the apps that the caller may see.</summary>
    public IReadOnlyList<Guid> Children { get; init; } = [];
}

/// <summary>The stored image: format as media type, size in bytes, sides in pixels as in its header.</summary>
public sealed record ImageInfo(string ContentType, long Bytes, int Width, int Height, string Sha256);

/// <summary>One automated score.</summary>
/// <param name="Metric">Id in the metric catalogue.</param>
/// <param name="Value">In the metric's unit.</param>
/// <param name="Scorer">Identity of what computed it: a hash of everything that determines the number.</param>
/// <param name="CreatedAt">When it was stored.</param>
/// <param name="Primary">Whether trends use this scorer for this app and metric.</param>
public sealed record Score(string Metric, double Value, string Scorer, DateTimeOffset CreatedAt, bool Primary = true);

/// <summary>Something that is true of a scoring and is no number.</summary>
/// <param name="Kind">snake_case and stable, for instance <c>model_missing</c>.</param>
/// <param name="Detail">One sentence for people.</param>
/// <param name="Metrics">The metrics it concerns.</param>
/// <param name="Words">Of the kind <c>prompt_words</c>: which words of the prompt the image does not show.</param>
public sealed record ScoringFact(string Kind, string Detail, IReadOnlyList<string>? Metrics = null, PromptWords? Words = null);
