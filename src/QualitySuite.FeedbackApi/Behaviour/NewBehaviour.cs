using QualitySuite.FeedbackApi.Batches;

namespace QualitySuite.FeedbackApi.Behaviour;

/// <summary>
/// A checked event, as it is written. KeyApp: the only app that its sender may touch, null for any. ResultId: the generation that came of it. Hold:
/// it may wait for a generation that is not known yet.
/// </summary>
internal sealed record NewBehaviour(
    Guid Id, Guid GenerationId, string? KeyApp, byte[] UserKey, byte[]? SessionKey, string Type, double? Value, DateTimeOffset At, Guid? ResultId,
    DateTimeOffset ReceivedAt, bool Hold, short? Position, short? Shown, string? Surface) : IReaction;
