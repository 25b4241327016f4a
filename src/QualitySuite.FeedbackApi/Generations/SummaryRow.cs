using QualitySuite.Contracts.Generations;
using QualitySuite.Storage.Images;

namespace QualitySuite.FeedbackApi.Generations;

/// <summary>The columns of feedback.generations that a list shows.</summary>
internal class SummaryRow
{
    /// <summary>For a select from feedback.generations as <c>g</c>.</summary>
    public const string Columns = """
        g.id as Id, g.created_at as CreatedAt, g.app as App, g.prompt as Prompt,
        g.model_name as ModelName, g.model_version as ModelVersion, g.model_hash as ModelHash,
        g.sampler_name as SamplerName, g.sampler_steps as SamplerSteps, g.sampler_guidance as SamplerGuidance, g.sampler_scheduler as SamplerScheduler,
        g.safety_filter as SafetyFilter, g.outcome as Outcome,
        g.image_hash as ImageHash, g.image_type as ImageType, g.image_bytes as ImageBytes, g.image_width as ImageWidth, g.image_height as ImageHeight,
        g.image_expired_at as ImageExpiredAt
        """;

    public Guid Id { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public string App { get; init; } = "";

    public string Prompt { get; init; } = "";

    public string ModelName { get; init; } = "";

    public string ModelVersion { get; init; } = "";

    public string? ModelHash { get; init; }

    public string? SamplerName { get; init; }

    public int? SamplerSteps { get; init; }

    public double? SamplerGuidance { get; init; }

    public string? SamplerScheduler { get; init; }

    public string? SafetyFilter { get; init; }

    public string Outcome { get; init; } = "";

    public byte[]? ImageHash { get; init; }

    public string? ImageType { get; init; }

    public long? ImageBytes { get; init; }

    public int? ImageWidth { get; init; }

    public int? ImageHeight { get; init; }

    public DateTimeOffset? ImageExpiredAt { get; init; }

    public string Status { get; init; } = "";

    public double? OrderValue { get; init; }

    public ModelInfo Model => new(ModelName, ModelVersion, ModelHash);

    public SamplerInfo? Sampler => SamplerName is null && SamplerSteps is null && SamplerGuidance is null && SamplerScheduler is null
        ? null
        : new SamplerInfo(SamplerName, SamplerSteps, SamplerGuidance, SamplerScheduler);

    public ImageInfo? Image => ImageHash is null || ImageExpiredAt is not null
        ? null
        : new ImageInfo(ImageType!, ImageBytes!.Value, ImageWidth!.Value, ImageHeight!.Value, ImageAddress.FromHash(ImageHash).Hex);

    public GenerationSummary ToSummary(IEnumerable<Score> scores) => new()
    {
        Id = Id,
        CreatedAt = CreatedAt,
        App = App,
        Prompt = Prompt,
        Model = Model,
        Sampler = Sampler,
        SafetyFilter = SafetyFilter,
        Outcome = EnumText.Parse<GenerationOutcome>(Outcome),
        Status = EnumText.Parse<ScoringStatus>(Status),
        Image = Image,
        ImageExpiredAt = ImageExpiredAt,
        Scores = [.. scores],
        Links = GenerationAddresses.Of(Id, Image is not null),
    };
}
