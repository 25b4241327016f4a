namespace QualitySuite.Cli.Import.Rows;

/// <summary>What a row may say about a generation.</summary>
internal enum ImportField
{
    Id,
    Prompt,
    NegativePrompt,
    Model,
    ModelVersion,
    ModelHash,
    Sampler,
    Scheduler,
    Steps,
    Guidance,
    Seed,
    Width,
    Height,
    LatencyMs,
    CreatedAt,
    User,
    Session,
    File,
    Image,
    ImageUrl,
    Stars,
    Thumb,
    Comment,
}
