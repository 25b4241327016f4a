namespace QualitySuite.FeedbackApi.Writing;

/// <summary>What became of a feedback or an event; the statements give these numbers.</summary>
internal enum WriteOutcome : short
{
    /// <summary>It counts; of a retry, that the first one does.</summary>
    Recorded = 0,

    /// <summary>It waits for its generation.</summary>
    Held = 1,

    /// <summary>There is no such generation, or none that the sender may touch.</summary>
    Unknown = 2,
}
