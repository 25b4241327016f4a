namespace QualitySuite.Contracts.Generations;

/// <summary>
/// What a diffusion service tells about one generation: the "metadata" part of <c>POST /v1/generations</c>, or its JSON body.
/// Everything is nullable so that a missing field is reported by name; <see cref="GenerationLimits"/> has the bounds.
/// </summary>
public sealed record GenerationSubmission
{
    /// <summary>Any UUID, UUIDv7 recommended; absent: the API makes one. A repeated id is the same generation and changes nothing.</summary>
    public string? Id { get; init; }

    /// <summary>The application the generation belongs to. Required.</summary>
    public string? App { get; init; }

    /// <summary>When it was generated, at most 90 days back; absent: now.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Required; may be empty.</summary>
    public string? Prompt { get; init; }

    public string? NegativePrompt { get; init; }

    /// <summary>Required, with name and version.</summary>
    public ModelInfo? Model { get; init; }

    public SamplerInfo? Sampler { get; init; }

    /// <summary>Name and version of the safety filter that was on.</summary>
    public string? SafetyFilter { get; init; }

    public long? Seed { get; init; }

    /// <summary>Requested width in pixels.</summary>
    public int? Width { get; init; }

    /// <summary>Requested height in pixels.</summary>
    public int? Height { get; init; }

    /// <summary>How long the generation took, milliseconds.</summary>
    public double? LatencyMs { get; init; }

    /// <summary>Opaque; stored only as a keyed hash.</summary>
    public string? UserKey { get; init; }

    /// <summary>Opaque; stored only as a keyed hash.</summary>
    public string? SessionKey { get; init; }

    public ParentLink? Parent { get; init; }

    public IReadOnlyList<VariantAssignment>? Assignments { get; init; }

    /// <summary>Absent: succeeded.</summary>
    public GenerationOutcome? Outcome { get; init; }

    /// <summary>Why it failed or was blocked.</summary>
    public string? Error { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>Where the API fetches the image from, instead of uploaded bytes: an https URL on a host that the deployment allows.</summary>
    public string? ImageUrl { get; init; }

    /// <summary>The image's bytes in base64: only in a line of <c>POST /v1/generations:batch</c>, which has no parts to upload them in.</summary>
    public ReadOnlyMemory<byte>? ImageBase64 { get; init; }
}

/// <summary>The diffusion model that generated.</summary>
public sealed record ModelInfo(string? Name, string? Version, string? Hash = null);

/// <summary>The sampler and its settings. Guidance is the classifier-free guidance scale.</summary>
public sealed record SamplerInfo(string? Name, int? Steps = null, double? Guidance = null, string? Scheduler = null);

/// <summary>The generation this one came from.</summary>
public sealed record ParentLink(string? Id, ParentRelation? Relation);

/// <summary>The variant of an experiment under which it was generated: a fact about the generation, not an exposure.</summary>
public sealed record VariantAssignment(string? Experiment, string? Variant);

/// <summary>How a generation came from its parent.</summary>
public enum ParentRelation
{
    Regeneration,
    Edit,
    Upscale,
    Variation,
}

/// <summary>What became of the generation.</summary>
public enum GenerationOutcome
{
    /// <summary>An image was made.</summary>
    Succeeded,

    /// <summary>The service failed to make one.</summary>
    Failed,

    /// <summary>A safety filter withheld it.</summary>
    Blocked,
}
