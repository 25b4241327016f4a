namespace QualitySuite.FeedbackApi.Batches;

/// <summary>What a user says about a generation or does with it.</summary>
internal interface IReaction
{
    Guid GenerationId { get; }
}
