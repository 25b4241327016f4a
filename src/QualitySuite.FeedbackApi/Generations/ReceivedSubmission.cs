using QualitySuite.Contracts.Generations;
using QualitySuite.Storage.Images;

namespace QualitySuite.FeedbackApi.Generations;

/// <summary>A request's metadata and image as they were sent, nothing checked yet.</summary>
internal sealed record ReceivedSubmission(GenerationSubmission Metadata, PooledBytes? Image) : IDisposable
{
    public void Dispose() => Image?.Dispose();
}
