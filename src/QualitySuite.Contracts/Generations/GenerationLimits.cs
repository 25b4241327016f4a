namespace QualitySuite.Contracts.Generations;

/// <summary>Bounds of a submission; what exceeds one is refused with the field's name.</summary>
public static class GenerationLimits
{
    public const int PromptCharacters = 10_000;

    public const long ImageBytes = 32L * 1024 * 1024;

    /// <summary>Width times height, checked in the header before anything is decoded.</summary>
    public const long ImagePixels = 64_000_000;

    /// <summary>Bytes of the JSON metadata.</summary>
    public const int MetadataBytes = 256 * 1024;

    /// <summary>Characters of app, model, sampler, safety filter and experiment names.</summary>
    public const int NameCharacters = 200;

    /// <summary>Characters of a user or session key.</summary>
    public const int KeyCharacters = 256;

    public const int ImageUrlCharacters = 2_048;

    public const int ErrorCharacters = 2_000;

    public const int Tags = 16;

    public const int TagKeyCharacters = 64;

    public const int TagValueCharacters = 256;

    public const int Assignments = 32;

    /// <summary>How far back a client's createdAt may lie, so that history can be imported.</summary>
    public static readonly TimeSpan OldestCreatedAt = TimeSpan.FromDays(90);

    /// <summary>How far a client's clock may be ahead.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);
}
