using QualitySuite.FeedbackApi.Batches;

namespace QualitySuite.FeedbackApi.Feedback;

/// <summary>
/// A checked feedback, as it is written. KeyApp: the only app that its sender may touch, null for any. Reasons: as the database spells them, separated
/// by commas. Hold: it may wait for a generation that is not known yet.
/// </summary>
internal sealed record NewFeedback(
    Guid Id, Guid GenerationId, string? KeyApp, byte[] UserKey, string Kind, short? Value, string Reasons, string? Comment, DateTimeOffset CreatedAt,
    bool Hold, short? Position, short? Shown, string? Surface) : IReaction;
