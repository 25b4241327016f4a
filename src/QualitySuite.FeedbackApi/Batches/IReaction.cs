namespace QualitySuite.FeedbackApi.Batches;

/// <summary>What a user says about a generation or does with it.</summary>
internal interface IReaction
{
    Guid GenerationId { get; }

    /// <summary>The hash of the user's key.</summary>
    byte[] UserKey { get; }
}
